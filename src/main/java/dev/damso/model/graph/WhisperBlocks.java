package dev.damso.model.graph;

import dev.damso.media.UserFacingException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The pieces that both Whisper graphs consist of. Shapes: B is 1, T a number of positions, D the
 * width, H heads, E = D / H.
 */
final class WhisperBlocks {
  private static final Map<String, ?> NONE = Map.of();

  private final OnnxGraph graph;
  private final Ctranslate2Model model;
  private final int width;
  private final int heads;
  private final MatrixProduct product;

  WhisperBlocks(
      OnnxGraph graph, Ctranslate2Model model, int width, int heads, MatrixProduct product) {
    this.product = product;
    this.graph = graph;
    this.model = model;
    this.width = width;
    this.heads = heads;
  }

  /** What queries and keys are each multiplied by, so that their product is scaled by E^-½. */
  float attentionScale() {
    return (float) Math.pow(width / (double) heads, -0.25);
  }

  /** A variable as it is, as a float constant. */
  String constant(String name) {
    return graph.constant(
        name, model.floats(name), Arrays.stream(model.shape(name)).asLongStream().toArray());
  }

  /** [B, T, D] → the same, normalised over D. */
  String layerNorm(String x, String path) {
    return graph.apply(
        "LayerNormalization",
        Map.of("axis", -1, "epsilon", 1e-5f),
        x,
        constant(path + "/gamma"),
        constant(path + "/beta"));
  }

  /** [B, T, in] → [B, T, out]. */
  String linear(String x, String path) {
    return linear(x, path, 0);
  }

  /**
   * As {@link #linear(String, String)}, for stacked projections.
   *
   * @param scaledParts how many leading parts of D outputs are multiplied by {@link
   *     #attentionScale()}
   */
  String linear(String x, String path, int scaledParts) {
    float[] weights = model.floats(path + "/weight");
    float[] bias = model.floats(path + "/bias");
    int[] shape = model.shape(path + "/weight");
    if (shape.length != 2 || bias.length != shape[0] || bias.length < scaledParts * width) {
      throw UserFacingException.failed(
          path + " has the unexpected shape " + Arrays.toString(shape));
    }
    float scale = attentionScale();
    for (int i = 0; i < scaledParts * width * shape[1]; i++) {
      weights[i] *= scale;
    }
    for (int i = 0; i < scaledParts * width; i++) {
      bias[i] *= scale;
    }
    String y = product.apply(graph, x, path, weights, shape[0], shape[1]);
    return graph.apply("Add", NONE, y, graph.constant(path + "/bias", bias, bias.length));
  }

  /** [B, T, n·D] → n times [B, T, D]. */
  List<String> split(String x, int n) {
    return graph.apply("Split", Map.of("axis", -1, "num_outputs", n), List.of(x), n);
  }

  /** [B, T, D] → [B, H, T, E]. */
  String heads(String x) {
    String shape = graph.constant("shape/heads", 0, -1, heads, width / heads);
    return transpose(graph.apply("Reshape", NONE, x, shape), 0, 2, 1, 3);
  }

  /** [B, H, T, S], normalised over S. */
  String softmax(String scores) {
    return graph.apply("Softmax", Map.of("axis", -1), scores);
  }

  /** Weights [B, H, T, S], v [B, H, S, E] and x [B, T, D] → x + projected attention. */
  String attend(String weights, String v, String x, String projection) {
    String mixed = transpose(graph.apply("MatMul", NONE, weights, v), 0, 2, 1, 3);
    String merged =
        graph.apply("Reshape", NONE, mixed, graph.constant("shape/merged", 0, -1, width));
    return graph.apply("Add", NONE, x, linear(merged, projection));
  }

  /** [B, T, D] → [B, T, D], residual included. */
  String feedForward(String x, String path) {
    String y = linear(layerNorm(x, path + "/layer_norm"), path + "/linear_0");
    y = graph.apply("Gelu", NONE, y);
    return graph.apply("Add", NONE, x, linear(y, path + "/linear_1"));
  }

  String transpose(String x, long... permutation) {
    return graph.apply("Transpose", Map.of("perm", permutation), x);
  }
}
