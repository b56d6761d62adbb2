package dev.damso.model.graph;

/**
 * A weight matrix in 8 bits with a scale for each block of a row: {@code w[o][i] ≈ (values[o][i] -
 * 128) * scales[o][i / BLOCK]}, row-major.
 *
 * @param outputs rows
 * @param inputs columns
 * @param values {@code [outputs, blocks, BLOCK]}, unsigned, 128 for zero; the last block of a row
 *     is filled up with zeros
 * @param scales {@code [outputs, blocks]}, above zero
 */
record BlockQuantizedMatrix(int outputs, int inputs, byte[] values, float[] scales) {
  static final int BLOCK = 128;
  static final int ZERO = 128;
  private static final int MAX = 127;

  /** Blocks of a row. */
  int blocks() {
    return Math.ceilDiv(inputs, BLOCK);
  }

  /**
   * @param weights {@code [outputs, inputs]}
   */
  static BlockQuantizedMatrix of(float[] weights, int outputs, int inputs) {
    if (weights.length != Math.multiplyExact(outputs, inputs)) {
      throw new IllegalArgumentException(
          weights.length + " weights are not " + outputs + " × " + inputs);
    }
    int blocks = Math.ceilDiv(inputs, BLOCK);
    byte[] values = new byte[Math.multiplyExact(outputs, blocks * BLOCK)];
    float[] scales = new float[outputs * blocks];
    for (int o = 0; o < outputs; o++) {
      for (int block = 0; block < blocks; block++) {
        int from = o * inputs + block * BLOCK;
        int count = Math.min(BLOCK, inputs - block * BLOCK);
        scales[o * blocks + block] =
            quantize(weights, from, count, values, (o * blocks + block) * BLOCK);
      }
    }
    return new BlockQuantizedMatrix(outputs, inputs, values, scales);
  }

  private static float quantize(float[] weights, int from, int count, byte[] values, int to) {
    float peak = 0;
    for (int i = from; i < from + count; i++) {
      peak = Math.max(peak, Math.abs(weights[i]));
    }
    float scale = peak == 0 ? 1 : peak / MAX;
    java.util.Arrays.fill(values, to, to + BLOCK, (byte) ZERO);
    for (int i = 0; i < count; i++) {
      int rounded = (int) Math.rint(weights[from + i] / scale);
      values[to + i] = (byte) (Math.clamp(rounded, -MAX, MAX) + ZERO);
    }
    return scale;
  }
}
