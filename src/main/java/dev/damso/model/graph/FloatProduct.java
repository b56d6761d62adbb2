package dev.damso.model.graph;

import java.util.Map;

/** Weights and products as they are, in 32 bits. */
final class FloatProduct implements MatrixProduct {
  @Override
  public String apply(
      OnnxGraph graph, String x, String path, float[] weights, int outputs, int inputs) {
    float[] transposed = new float[weights.length]; // [inputs, outputs]
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        transposed[i * outputs + o] = weights[o * inputs + i];
      }
    }
    String matrix = graph.constant(path + "/fp32", transposed, inputs, outputs);
    return graph.apply("MatMul", Map.of(), x, matrix);
  }

  @Override
  public Embedding embedding(
      OnnxGraph graph, String path, float[] weights, int vocabulary, int width) {
    throw new UnsupportedOperationException("an encoder has no tokens");
  }
}
