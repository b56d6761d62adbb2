package dev.damso.face.neural;

import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.ElementType;
import dev.damso.model.onnx.Provider;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Measures a network that draws mouths: a batch, host to host, and conversations that share it. */
public final class LipBench implements AutoCloseable {
  private static final int WARM_UP = 20;

  /** What a mouth that was refused counts as. */
  private static final double REFUSED_MS = 10_000;

  private static final long PICTURE_NANOS = 40_000_000;

  private final LipModel model;
  private final Supplier<LipDevice> device;
  private final Random random = new Random(1);
  private final Arena arena = Arena.ofShared();

  /** Milliseconds. */
  public record Times(double p50, double p95) {
    static Times of(double[] ms) {
      double[] sorted = ms.clone();
      Arrays.sort(sorted);
      return new Times(sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.95)]);
    }
  }

  /**
   * What conversations got.
   *
   * @param late share of the mouths that came later than a picture's 40 ms
   * @param batch mouths in a batch, on average
   */
  public record Load(int conversations, Times mouth, double late, double batch) {}

  /**
   * @param shapes for instance {@code frame:uint8:160,160,3 audio:float:80,40 mouth:160}: inputs,
   *     then output and its size
   * @param device cpu, cuda or tensorrt
   */
  public LipBench(Path file, String shapes, String device) {
    List<LipModel.Input> inputs = new ArrayList<>();
    List<String> words = List.of(shapes.trim().split("\\s+"));
    for (String word : words.subList(0, words.size() - 1)) {
      String[] parts = word.split(":", -1);
      List<Long> shape = Arrays.stream(parts[2].split(",", -1)).map(Long::valueOf).toList();
      inputs.add(
          new LipModel.Input(
              parts[0], ElementType.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT)), shape));
    }
    String[] output = words.getLast().split(":", -1);
    model = new LipModel(inputs, output[0], Integer.parseInt(output[1]));
    this.device = device(file, model, device);
  }

  private LipBench(LipModel model, Supplier<LipDevice> device) {
    this.model = model;
    this.device = device;
  }

  /**
   * The network of an avatar.
   *
   * @throws UserFacingException where there is no such avatar, or it is not right
   */
  public static LipBench ofAvatar(String avatar, String device) {
    BundleFiles files =
        BundleFiles.find(avatar)
            .orElseThrow(
                () -> UserFacingException.badInput("there is no neural avatar '" + avatar + "'"));
    NeuralManifest manifest = files.manifest();
    LipModel model = manifest.lipModel();
    return new LipBench(model, device(files.file(manifest.model()), model, device));
  }

  private static Supplier<LipDevice> device(Path file, LipModel model, String device) {
    TorchScript.requirePlugIn(file);
    return switch (device) {
      case "cuda" -> () -> new CudaDevice(file, model, Provider.Kind.CUDA);
      case "tensorrt" -> () -> new CudaDevice(file, model, Provider.Kind.TENSORRT);
      default -> () -> LipDevice.onProcessor(file, model, 1);
    };
  }

  /** Inputs of one mouth, at random. */
  private List<MemorySegment> inputs() {
    List<MemorySegment> all = new ArrayList<>();
    for (LipModel.Input input : model.inputs()) {
      MemorySegment memory = arena.allocate(input.bytes(), 8);
      for (long i = 0; i < input.bytes() / input.type().bytes(); i++) {
        switch (input.type()) {
          case UINT8 -> memory.setAtIndex(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(256));
          case FLOAT -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
          case FLOAT16 ->
              memory.setAtIndex(
                  ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) random.nextGaussian()));
          case INT64 -> memory.setAtIndex(ValueLayout.JAVA_LONG, i, 0);
        }
      }
      all.add(memory);
    }
    return all;
  }

  /**
   * A batch from packing its inputs to having its mouths on this machine.
   *
   * @throws DeviceFailure where the device cannot
   */
  public Times batch(int count, int runs) {
    try (LipDevice on = device.get()) {
      List<MemorySegment> packed = new ArrayList<>();
      for (LipModel.Input input : model.inputs()) {
        packed.add(on.allocateHost((long) input.bytes() * LipModel.LARGEST_BATCH));
      }
      MemorySegment mouths = on.allocateHost((long) model.mouthBytes() * LipModel.LARGEST_BATCH);
      BatchBuffer buffer = new BatchBuffer(packed, mouths, model.mouthBytes());
      List<LipJob> jobs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        jobs.add(new LipJob(this, inputs(), false, 0, new CompletableFuture<>()));
      }
      buffer.assign(jobs, 0);
      double[] ms = new double[runs];
      for (int i = -WARM_UP; i < runs; i++) {
        long started = System.nanoTime();
        buffer.fill(count);
        on.run(packed, count, 0);
        on.fetch(0, count, mouths);
        if (i >= 0) {
          ms[i] = (System.nanoTime() - started) / 1e6;
        }
      }
      return Times.of(ms);
    }
  }

  /** Mouths of fixed inputs, to compare with another runtime's: {@code [count][size][size][3]}. */
  public byte[] mouths(List<byte[]> packedInputs, int count) {
    try (LipDevice on = device.get()) {
      List<MemorySegment> packed = new ArrayList<>();
      for (byte[] input : packedInputs) {
        MemorySegment memory = on.allocateHost(input.length);
        MemorySegment.copy(MemorySegment.ofArray(input), 0, memory, 0, input.length);
        packed.add(memory);
      }
      MemorySegment mouths = on.allocateHost((long) model.mouthBytes() * count);
      for (int i = 0; i < 3; i++) { // as served: the recorded graph, not the run that records it
        on.run(packed, count, 0);
        on.fetch(0, count, mouths);
      }
      return mouths.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /**
   * Conversations that all speak, each asking for a mouth each 40 ms at its own phase.
   *
   * @param seconds measured, after one that is not
   */
  public Load converse(int conversations, double seconds) throws InterruptedException {
    AtomicInteger batches = new AtomicInteger();
    Supplier<LipDevice> counted = () -> new CountedDevice(device.get(), batches);
    try (LipEngine engine = new LipEngine(model, List.of(counted), notice -> {})) {
      List<MemorySegment> inputs = inputs();
      int pictures = (int) ((seconds + 1) * 25);
      double[][] ms = new double[conversations][pictures];
      long start = System.nanoTime() + 50_000_000;
      List<CompletableFuture<?>> all = new ArrayList<>();
      batches.set(0);
      for (int picture = 0; picture < pictures; picture++) {
        for (int c = 0; c < conversations; c++) {
          long due = start + picture * PICTURE_NANOS + PICTURE_NANOS * c / conversations;
          while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
          }
          double[] mine = ms[c];
          int at = picture;
          all.add(
              engine
                  .draw(mine, inputs, false)
                  .handle((mouth, failure) ->
                      mine[at] = failure == null ? (System.nanoTime() - due) / 1e6 : REFUSED_MS));
        }
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
      double[] measured =
          Arrays.stream(ms).flatMapToDouble(line -> Arrays.stream(line).skip(25)).toArray();
      double late = Arrays.stream(measured).filter(v -> v > 40).count() / (double) measured.length;
      double batch = (double) conversations * pictures / Math.max(1, batches.get());
      return new Load(conversations, Times.of(measured), late, batch);
    }
  }

  /** Counts batches. */
  private record CountedDevice(LipDevice device, AtomicInteger batches) implements LipDevice {
    @Override
    public String name() {
      return device.name();
    }

    @Override
    public int largestBatch() {
      return device.largestBatch();
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
      return device.allocateHost(bytes);
    }

    @Override
    public void run(List<MemorySegment> inputs, int count, int slot) {
      batches.incrementAndGet();
      device.run(inputs, count, slot);
    }

    @Override
    public void fetch(int slot, int count, MemorySegment to) {
      device.fetch(slot, count, to);
    }

    @Override
    public void close() {
      device.close();
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
