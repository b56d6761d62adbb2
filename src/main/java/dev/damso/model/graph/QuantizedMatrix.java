package dev.damso.model.graph;

/**
 * A weight matrix in 8 bits, symmetric, one scale an output column: what onnxruntime's {@code
 * quantize_dynamic} makes with QInt8 per channel. {@code w[i][o] ≈ values[i * outputs + o] *
 * scales[o]}.
 *
 * @param inputs rows
 * @param outputs columns
 * @param values {@code [inputs, outputs]}, in [-127, 127]
 * @param scales {@code [outputs]}, above zero
 */
record QuantizedMatrix(int inputs, int outputs, byte[] values, float[] scales) {
  private static final int MAX = 127;

  /**
   * @param weights {@code [outputs, inputs]}, as CTranslate2 stores them
   */
  static QuantizedMatrix of(float[] weights, int outputs, int inputs) {
    if (weights.length != Math.multiplyExact(outputs, inputs)) {
      throw new IllegalArgumentException(
          weights.length + " weights are not " + outputs + " × " + inputs);
    }
    byte[] values = new byte[weights.length];
    float[] scales = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      float peak = 0;
      for (int i = 0; i < inputs; i++) {
        peak = Math.max(peak, Math.abs(weights[o * inputs + i]));
      }
      float scale = peak == 0 ? 1 : peak / MAX;
      scales[o] = scale;
      for (int i = 0; i < inputs; i++) {
        int rounded = (int) Math.rint(weights[o * inputs + i] / scale);
        values[i * outputs + o] = (byte) Math.clamp(rounded, -MAX, MAX);
      }
    }
    return new QuantizedMatrix(inputs, outputs, values, scales);
  }
}
