package dev.damso.model.graph;

import java.util.Map;

/**
 * 16-bit weights and products, for a GPU: half the memory of 32 bits and its matrix units. What is
 * between the products stays in 32 bits. A CPU computes the same, by casting, slowly.
 */
final class HalfProduct implements MatrixProduct {
  private static final Map<String, ?> NONE = Map.of();

  @Override
  public String apply(
      OnnxGraph graph, String x, String path, float[] weights, int outputs, int inputs) {
    short[] transposed = new short[weights.length]; // [inputs, outputs]
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        transposed[i * outputs + o] = Float.floatToFloat16(weights[o * inputs + i]);
      }
    }
    String matrix = graph.halfConstant(path + "/fp16", transposed, inputs, outputs);
    return product(graph, x, matrix);
  }

  @Override
  public Embedding embedding(
      OnnxGraph graph, String path, float[] weights, int vocabulary, int width) {
    short[] halves = new short[weights.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float.floatToFloat16(weights[i]);
    }
    String matrix = graph.halfConstant(path + "/fp16", halves, vocabulary, width);
    return new Embedding() {
      @Override
      public String rows(String ids) {
        return toFloat(graph, graph.apply("Gather", Map.of("axis", 0), matrix, ids));
      }

      @Override
      public String logits(String x) {
        Map<String, ?> swap = Map.of("perm", new long[] {1, 0});
        return product(graph, x, graph.apply("Transpose", swap, matrix));
      }
    };
  }

  private static String product(OnnxGraph graph, String x, String matrix) {
    String half = graph.apply("Cast", Map.of("to", OnnxGraph.ElementType.FLOAT16.id()), x);
    return toFloat(graph, graph.apply("MatMul", NONE, half, matrix));
  }

  private static String toFloat(OnnxGraph graph, String x) {
    return graph.apply("Cast", Map.of("to", OnnxGraph.ElementType.FLOAT.id()), x);
  }
}
