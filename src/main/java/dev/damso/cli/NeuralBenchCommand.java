package dev.damso.cli;

import dev.damso.face.neural.LipBench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench neural}: the time of a mouth, and how many conversations a device holds. */
@Command(
    name = "neural",
    description = "Measures neural lips: milliseconds a batch, host to host, and conversations.")
final class NeuralBenchCommand implements Callable<Integer> {
  @Option(names = "--avatar", description = "name or folder (demo-neural)")
  private String avatar = "demo-neural";

  @Option(names = "--device", description = "cpu, cuda or tensorrt (cpu)")
  private String device = "cpu";

  @Option(names = "--batches", split = ",", description = "batch sizes (1,2,4,8)")
  private List<Integer> batches = List.of(1, 2, 4, 8);

  @Option(names = "--runs", description = "batches measured of each size (100)")
  private int runs = 100;

  @Option(
      names = "--conversations",
      split = ",",
      description = "how many speak at once, 25 mouths a second each (1,2)")
  private List<Integer> conversations = List.of(1, 2);

  @Option(names = "--json", description = "print JSON on standard output")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> rows = new LinkedHashMap<>();
    try (LipBench bench = LipBench.ofAvatar(avatar, device)) {
      for (int batch : batches) {
        LipBench.Times ms = bench.batch(batch, runs);
        rows.put("batch " + batch, Map.of("p50", ms.p50(), "p95", ms.p95()));
        print("batch %d: p50 %.2f  p95 %.2f ms", batch, ms.p50(), ms.p95());
      }
      for (int lines : conversations) {
        LipBench.Load load = bench.converse(lines, 4);
        rows.put(
            "conversations " + lines,
            Map.of("p50", load.mouth().p50(), "p95", load.mouth().p95(), "late", load.late()));
        print(
            "%d conversations: a mouth after p50 %.1f  p95 %.1f ms, %.1f %% late, batches of %.1f",
            lines, load.mouth().p50(), load.mouth().p95(), 100 * load.late(), load.batch());
      }
    }
    if (json) {
      Json.print(rows);
    }
    return 0;
  }

  private void print(String format, Object... values) {
    if (!json) {
      System.out.println(String.format(Locale.ROOT, format, values));
    }
  }
}
