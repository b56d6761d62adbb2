package dev.damso.face.neural;

import dev.damso.model.onnx.ElementType;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a network takes and gives, without the batch.
 *
 * @param inputs in the order of a job's
 * @param output name of the mouths: uint8, {@code [B, mouthSize, mouthSize, 3]}
 * @param mouthSize pixels
 * @param largestBatch mouths that it draws at once, at most
 */
record LipModel(List<Input> inputs, String output, int mouthSize, int largestBatch) {
  /** Mouths that run together at most. */
  static final int LARGEST_BATCH = 8;

  LipModel(List<Input> inputs, String output, int mouthSize) {
    this(inputs, output, mouthSize, LARGEST_BATCH);
  }

  /**
   * An input.
   *
   * @param shape of one mouth's
   */
  record Input(String name, ElementType type, List<Long> shape) {
    int bytes() {
      return Math.toIntExact(
          shape.stream().mapToLong(Long::longValue).reduce(type.bytes(), Math::multiplyExact));
    }

    long[] batch(int count) {
      return LongStream.concat(LongStream.of(count), shape.stream().mapToLong(Long::longValue))
          .toArray();
    }
  }

  int mouthBytes() {
    return mouthSize * mouthSize * 3;
  }

  /** The batch size that {@code count} mouths are run in. */
  static int padded(int count) {
    return count <= 2 ? count : count <= 4 ? 4 : LARGEST_BATCH;
  }
}
