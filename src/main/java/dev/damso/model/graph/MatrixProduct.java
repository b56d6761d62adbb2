package dev.damso.model.graph;

/** How a graph multiplies activations with a weight matrix; decides the weights' format. */
interface MatrixProduct {
  /**
   * Adds x · Wᵀ to the graph.
   *
   * @param x [B, T, inputs]
   * @param path constants are named after it
   * @param weights {@code [outputs, inputs]}
   * @return [B, T, outputs]
   */
  String apply(OnnxGraph graph, String x, String path, float[] weights, int outputs, int inputs);
}
