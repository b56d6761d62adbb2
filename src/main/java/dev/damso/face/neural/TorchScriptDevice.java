package dev.damso.face.neural;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.damso.model.ModelStore;
import dev.damso.model.onnx.ElementType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The processor, by PyTorch (DJL's engine). Inputs go to the module by order, as tensors on the
 * packed memory; names are not looked at. It is loaded only where {@link TorchScript#isPluggedIn}.
 */
final class TorchScriptDevice implements LipDevice {
  private static final String ENGINE = "PyTorch";

  /** Held, since its level goes with it. */
  private static final Logger DJL = Logger.getLogger("ai.djl");

  static {
    // Libraries are on the class path, or nowhere; nothing is fetched and nobody is told.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty(
        "ENGINE_CACHE_DIR", ModelStore.defaultRoot(System.getenv()).resolve("native").toString());
    System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
    DJL.setLevel(Level.WARNING);
  }

  private final LipModel model;
  private final int threads;
  private final Model module;
  private final NDManager manager;
  private final HostRing ring;

  /** The thread whose share of cores was set: PyTorch keeps it by thread. */
  private @Nullable Thread prepared;

  /**
   * @throws DeviceFailure where the file is no module, or PyTorch cannot be loaded
   */
  TorchScriptDevice(Path file, LipModel model, int threads) {
    this.model = model;
    this.threads = threads;
    Path absolute = file.toAbsolutePath();
    try {
      module = Model.newInstance(model.output(), Device.cpu(), ENGINE);
    } catch (RuntimeException | LinkageError e) {
      throw failure(e);
    }
    try {
      module.load(absolute.getParent(), String.valueOf(absolute.getFileName()));
    } catch (IOException | MalformedModelException | RuntimeException e) {
      module.close();
      throw failure(e);
    }
    manager = module.getNDManager();
    ring = new HostRing(model);
  }

  @Override
  public String name() {
    return "CPU (TorchScript)";
  }

  @Override
  public int largestBatch() {
    return 1;
  }

  @Override
  public MemorySegment allocateHost(long bytes) {
    return ring.allocate(bytes);
  }

  @Override
  public void run(List<MemorySegment> inputs, int count, int slot) {
    try (NDManager tensors = manager.newSubManager()) {
      if (prepared != Thread.currentThread()) {
        JniUtils.setNumThreads(threads);
        prepared = Thread.currentThread();
      }
      NDList all = new NDList();
      for (int k = 0; k < inputs.size(); k++) {
        LipModel.Input input = model.inputs().get(k);
        MemorySegment packed = inputs.get(k).asSlice(0, (long) input.bytes() * count);
        all.add(
            tensors.create(
                packed.asByteBuffer(), new Shape(input.batch(count)), type(input.type())));
      }
      NDList drawn = module.getBlock().forward(new ParameterStore(tensors, false), all, false);
      copy(drawn, count, ring.frames(slot, count));
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  private void copy(NDList drawn, int count, MemorySegment to) {
    NDArray mouths = drawn.singletonOrThrow();
    int size = model.mouthSize();
    Shape shape = new Shape(count, size, size, 3);
    if (mouths.getDataType() != DataType.UINT8 || !mouths.getShape().equals(shape)) {
      throw new DeviceFailure(
          DeviceFailure.Kind.LOST,
          "the module gives %s %s, not uint8 %s"
              .formatted(mouths.getDataType(), mouths.getShape(), shape));
    }
    to.copyFrom(MemorySegment.ofBuffer(mouths.toByteBuffer(true)));
  }

  private static DataType type(ElementType type) {
    return switch (type) {
      case FLOAT -> DataType.FLOAT32;
      case FLOAT16 -> DataType.FLOAT16;
      case UINT8 -> DataType.UINT8;
      case INT64 -> DataType.INT64;
    };
  }

  @Override
  public void fetch(int slot, int count, MemorySegment to) {
    ring.fetch(slot, count, to);
  }

  /** PyTorch says where in the module it was, then what is wrong, in many lines. */
  private static DeviceFailure failure(Throwable said) {
    if (said instanceof DeviceFailure failure) {
      return failure;
    }
    Throwable root = said;
    for (Throwable at = said; at != null; at = at.getCause()) {
      root = at;
    }
    String words = String.valueOf(root.getMessage());
    String reason =
        words
            .lines()
            .filter(line -> line.contains("Error: "))
            .reduce((first, second) -> second)
            .or(() -> words.lines().findFirst())
            .orElse("no reason given");
    return DeviceFailure.of(words, reason, said);
  }

  @Override
  public void close() {
    module.close();
    ring.close();
  }
}
