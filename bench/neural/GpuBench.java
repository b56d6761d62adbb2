import dev.damso.face.neural.LipBench;
import dev.damso.model.onnx.OnnxRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Times networks on a GPU machine without the rest of Damso. Arguments, repeated: NAME MODEL.onnx
 * "SHAPES" DEVICE RUNS. Prints a line for each batch size; for NAME personal also conversations.
 * Writes the mouths of in_NAME_0.bin, in_NAME_1.bin (8 of each input) to java_NAME.bin where those
 * files lie beside the model.
 */
final class GpuBench {
  public static void main(String[] args) throws Exception {
    System.out.println("# ONNX Runtime " + OnnxRuntime.instance().version() + ", Java " + Runtime.version());
    for (int i = 0; i + 5 <= args.length; i += 5) {
      try {
        measure(args[i], Path.of(args[i + 1]), args[i + 2], args[i + 3], Integer.parseInt(args[i + 4]));
      } catch (RuntimeException e) {
        System.out.println("ERR " + args[i] + " " + args[i + 3] + ": " + e);
      }
    }
    System.out.flush();
    System.exit(0);
  }

  static void measure(String name, Path model, String shapes, String device, int runs) throws Exception {
    try (LipBench bench = new LipBench(model, shapes, device)) {
      for (int batch : new int[] {1, 2, 4, 8}) {
        LipBench.Times t = bench.batch(batch, runs);
        System.out.printf(Locale.ROOT, "RES java %s %s batch %d p50 %.3f p95 %.3f%n", name, device, batch, t.p50(), t.p95());
      }
      Path first = model.resolveSibling("in_" + name + "_0.bin");
      if (Files.exists(first)) {
        Path second = model.resolveSibling("in_" + name + "_1.bin");
        byte[] mouths = bench.mouths(List.of(Files.readAllBytes(first), Files.readAllBytes(second)), 8);
        Files.write(model.resolveSibling("java_" + name + "_" + device + ".bin"), mouths);
      }
      if (name.equals("personal") || name.equals("muse")) {
        for (int lines : name.equals("muse") ? new int[] {4, 8, 12, 16} : new int[] {20, 50, 100, 200, 300, 400}) {
          LipBench.Load l = bench.converse(lines, 4);
          System.out.printf(Locale.ROOT, "RES conversations %s %d mouth p50 %.2f p95 %.2f late %.4f batch %.1f%n",
              name, lines, l.mouth().p50(), l.mouth().p95(), l.late(), l.batch());
          if (l.late() > 0.2) {
            break;
          }
        }
      }
    }
  }
}
