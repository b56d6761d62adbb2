package dev.damso.face.neural;

import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxGraph.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The graph around a published model: bytes in, bytes out. Shapes: B pictures, S pixels. Names of
 * its own begin with {@value #OWN}.
 */
final class GraphAround {
  static final String OWN = "damso.";
  static final String FRAME = OWN + "frame";
  static final String AUDIO = OWN + "audio";
  static final String MOUTH = OWN + "mouth";

  /** By which the latents of Stable Diffusion's autoencoder are made about as large as noise. */
  static final float LATENT_SCALE = 0.18215f;

  private static final Map<String, ?> NONE = Map.of();

  private final OnnxGraph graph;

  private GraphAround(OnnxGraph graph) {
    this.graph = graph;
  }

  static GraphAround of(PublishedModel model) {
    return new GraphAround(model.file().newGraph("damso-lips", OWN));
  }

  OnnxGraph graph() {
    return graph;
  }

  /** Bytes [B, S, S, 3] → channels first, 0 to 1: [B, 3, S, S]. */
  String picture(int size, ElementType type) {
    graph.input(FRAME, ElementType.UINT8, "batch", size, size, 3);
    String real = graph.apply("Mul", NONE, graph.cast(FRAME, type), number(1f / 255, type));
    return graph.apply("Transpose", Map.of("perm", new long[] {0, 3, 1, 2}), real);
  }

  /** The lower half black. */
  String masked(String picture, int size, ElementType type) {
    float[] upper = new float[size * size];
    Arrays.fill(upper, 0, size / 2 * size, 1);
    String mask = graph.constant(OWN + "mask", upper, 1, 1, size, size);
    return graph.apply("Mul", NONE, picture, graph.cast(mask, type));
  }

  /** The sound [B, shape…], which is given in 32 bits. */
  String sound(long... shape) {
    Object[] dimensions = new Object[shape.length + 1];
    dimensions[0] = "batch";
    for (int i = 0; i < shape.length; i++) {
      dimensions[i + 1] = shape[i];
    }
    graph.input(AUDIO, ElementType.FLOAT, dimensions);
    return AUDIO;
  }

  /** The same under the name that a model knows it by. */
  void named(String value, ElementType type, String name) {
    graph.node("Cast", Map.of("to", type.id()), List.of(value), List.of(name));
  }

  /**
   * Ends the graph: [B, 3, S, S] → bytes [B, S, S, 3].
   *
   * @param scale what is multiplied by, then {@code shift} added, to come to 0 to 255
   */
  void bytes(String drawn, int size, float scale, float shift) {
    String real = graph.cast(drawn, ElementType.FLOAT);
    real = graph.apply("Mul", NONE, real, number(scale, ElementType.FLOAT));
    real = graph.apply("Add", NONE, real, number(shift, ElementType.FLOAT));
    String low = number(0, ElementType.FLOAT);
    real = graph.apply("Clip", NONE, real, low, number(255, ElementType.FLOAT));
    String bytes = graph.cast(graph.apply("Round", NONE, real), ElementType.UINT8);
    Map<String, ?> last = Map.of("perm", new long[] {0, 2, 3, 1});
    graph.node("Transpose", last, List.of(bytes), List.of(MOUTH));
    graph.output(MOUTH, ElementType.UINT8, "batch", size, size, 3);
  }

  /** A scalar. */
  String number(float value, ElementType type) {
    String name = OWN + type + "/" + value;
    return type == ElementType.FLOAT16
        ? graph.halfConstant(name, new short[] {Float.floatToFloat16(value)})
        : graph.constant(name, new float[] {value});
  }

  /**
   * Adds a model, whose inputs the graph makes by now.
   *
   * @param prefix before the model's names
   */
  void model(PublishedModel model, String prefix) {
    try {
      model.file().addTo(graph, prefix);
    } catch (IllegalArgumentException e) {
      throw UserFacingException.failed(
          model.path() + " cannot be built around: " + e.getMessage(), e);
    }
  }
}
