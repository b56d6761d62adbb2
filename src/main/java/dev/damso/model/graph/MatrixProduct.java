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

  /**
   * Adds a table of tokens to the graph.
   *
   * @param weights {@code [vocabulary, width]}
   */
  Embedding embedding(OnnxGraph graph, String path, float[] weights, int vocabulary, int width);

  /** A table of tokens, used both ways. */
  interface Embedding {
    /** Ids [1, N] → their rows [1, N, width]. */
    String rows(String ids);

    /** x [1, N, width] → [1, N, vocabulary]. */
    String logits(String x);
  }
}
