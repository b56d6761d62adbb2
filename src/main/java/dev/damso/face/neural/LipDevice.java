package dev.damso.face.neural;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * What runs a model. It keeps a ring of {@link FrameRing#FRAMES} mouths in its own memory. Two
 * threads use it: one calls {@link #run}, another {@link #fetch}, at the same time but for
 * different frames.
 */
interface LipDevice extends AutoCloseable {
  /**
   * The processor, by the runtime that the file is for.
   *
   * @throws DeviceFailure where the file is no model of this kind
   */
  static LipDevice onProcessor(Path file, LipModel model, int threads) {
    return TorchScript.is(file)
        ? new TorchScriptDevice(file, model, threads)
        : new ProcessorDevice(file, model, threads);
  }

  /** For people: {@code CUDA}. */
  String name();

  /** Mouths that it is best given at a time. */
  int largestBatch();

  /** Memory of this machine that it reads and writes fastest; lives as long as the device. */
  MemorySegment allocateHost(long bytes);

  /**
   * Draws {@code count} mouths into the frames of the ring from {@code slot} on; returns when they
   * are drawn.
   *
   * @param inputs a batch of each input of the model, packed
   * @param count 1, 2, 4 or 8
   * @throws DeviceFailure where it cannot
   */
  void run(List<MemorySegment> inputs, int count, int slot);

  /**
   * Copies drawn mouths to {@code to}, packed.
   *
   * @throws DeviceFailure where it cannot
   */
  void fetch(int slot, int count, MemorySegment to);

  @Override
  void close();
}
