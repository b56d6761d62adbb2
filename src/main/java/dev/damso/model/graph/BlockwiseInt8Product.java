package dev.damso.model.graph;

import java.util.Map;

/**
 * 8-bit weights and activations with a scale for each {@value BlockQuantizedMatrix#BLOCK} numbers
 * of a row (ONNX Runtime's MatMulNBits): the quickest for one or a few positions, and a position's
 * result does not depend on those computed beside it.
 */
final class BlockwiseInt8Product implements MatrixProduct {
  private static final int BITS = 8;
  private static final int INT8_ACTIVATIONS = 4;

  @Override
  public String apply(
      OnnxGraph graph, String x, String path, float[] weights, int outputs, int inputs) {
    return apply(graph, x, path, BlockQuantizedMatrix.of(weights, outputs, inputs));
  }

  String apply(OnnxGraph graph, String x, String path, BlockQuantizedMatrix matrix) {
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
  String values(OnnxGraph graph, String path, BlockQuantizedMatrix matrix) {
    return graph.unsignedConstant(
        path + "/uint8",
        matrix.values(),
        matrix.outputs(),
        matrix.blocks(),
        BlockQuantizedMatrix.BLOCK);
  }

  /** [outputs, blocks]. */
  String scales(OnnxGraph graph, String path, BlockQuantizedMatrix matrix) {
    return graph.constant(path + "/scales", matrix.scales(), matrix.outputs(), matrix.blocks());
  }
}
