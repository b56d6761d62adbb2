package dev.damso.model.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * 8-bit weights with one scale a column, activations quantised as a whole: the quickest where many
 * positions are computed at once. For one graph.
 */
final class DynamicInt8Product implements MatrixProduct {
  private static final Map<String, ?> NONE = Map.of();

  /** Activations that are quantised already: name → {8-bit value, scale, zero point}. */
  private final Map<String, List<String>> quantized = new HashMap<>();

  @Override
  public String apply(
      OnnxGraph graph, String x, String path, float[] weights, int outputs, int inputs) {
    QuantizedMatrix matrix = QuantizedMatrix.of(weights, outputs, inputs);
    List<String> q =
        quantized.computeIfAbsent(
            x, name -> graph.apply("DynamicQuantizeLinear", NONE, List.of(name), 3));
    String values = graph.constant(path + "/int8", matrix.values(), inputs, outputs);
    String scales = graph.constant(path + "/scale", matrix.scales(), outputs);
    String sum = graph.apply("MatMulInteger", NONE, q.get(0), values, q.get(2));
    String scale = graph.apply("Mul", NONE, q.get(1), scales);
    String real = graph.apply("Cast", Map.of("to", OnnxGraph.ElementType.FLOAT.id()), sum);
    return graph.apply("Mul", NONE, real, scale);
  }

  /** A step has few positions, whatever the rest of the graph. */
  @Override
  public Embedding embedding(
      OnnxGraph graph, String path, float[] weights, int vocabulary, int width) {
    return new BlockwiseInt8Product().embedding(graph, path, weights, vocabulary, width);
  }
}
