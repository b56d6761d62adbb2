package dev.damso.model.graph;

import java.util.Map;

/**
 * 8-bit weights and activations with a scale for each {@value BlockQuantizedMatrix#BLOCK} numbers
 * of a row (ONNX Runtime's MatMulNBits): the quickest for one or a few positions, and a position's
 * result does not depend on those computed beside it.
 */
final class BlockwiseInt8Product implements MatrixProduct {
  private static final Map<String, ?> NONE = Map.of();
  private static final int BITS = 8;
  private static final int INT8_ACTIVATIONS = 4;

  @Override
  public String apply(
      OnnxGraph graph, String x, String path, float[] weights, int outputs, int inputs) {
    return apply(graph, x, path, BlockQuantizedMatrix.of(weights, outputs, inputs));
  }

  private static String apply(OnnxGraph graph, String x, String path, BlockQuantizedMatrix matrix) {
    return graph.apply(
        "com.microsoft.MatMulNBits",
        Map.of(
            "K",
            matrix.inputs(),
            "N",
            matrix.outputs(),
            "bits",
            BITS,
            "block_size",
            BlockQuantizedMatrix.BLOCK,
            "accuracy_level",
            INT8_ACTIVATIONS),
        x,
        values(graph, path, matrix),
        scales(graph, path, matrix));
  }

  /** [outputs, blocks, BLOCK], uint8. */
  private static String values(OnnxGraph graph, String path, BlockQuantizedMatrix matrix) {
    return graph.unsignedConstant(
        path + "/uint8",
        matrix.values(),
        matrix.outputs(),
        matrix.blocks(),
        BlockQuantizedMatrix.BLOCK);
  }

  /** [outputs, blocks]. */
  private static String scales(OnnxGraph graph, String path, BlockQuantizedMatrix matrix) {
    return graph.constant(path + "/scales", matrix.scales(), matrix.outputs(), matrix.blocks());
  }

  @Override
  public Embedding embedding(
      OnnxGraph graph, String path, float[] weights, int vocabulary, int width) {
    BlockQuantizedMatrix matrix = BlockQuantizedMatrix.of(weights, vocabulary, width);
    return new Embedding() {
      @Override
      public String rows(String ids) {
        return BlockwiseInt8Product.rows(graph, path, matrix, ids);
      }

      @Override
      public String logits(String x) {
        return apply(graph, x, path, matrix);
      }
    };
  }

  private static String rows(OnnxGraph g, String path, BlockQuantizedMatrix matrix, String ids) {
    Map<String, ?> rows = Map.of("axis", 0);
    String values =
        g.apply(
            "Cast",
            Map.of("to", OnnxGraph.ElementType.FLOAT.id()),
            g.apply("Gather", rows, values(g, path, matrix), ids));
    String scales =
        g.apply(
            "Unsqueeze",
            NONE,
            g.apply("Gather", rows, scales(g, path, matrix), ids),
            g.constant("axis3", 3));
    String zero = g.constant("zero", new float[] {BlockQuantizedMatrix.ZERO});
    String scaled = g.apply("Mul", NONE, g.apply("Sub", NONE, values, zero), scales);
    int padded = matrix.blocks() * BlockQuantizedMatrix.BLOCK;
    String row = g.apply("Reshape", NONE, scaled, g.constant("row", 0, -1, padded));
    return padded == matrix.inputs()
        ? row
        : g.apply(
            "Slice",
            NONE,
            row,
            g.constant("from0", 0),
            g.constant("width", matrix.inputs()),
            g.constant("axis2", 2));
  }
}
