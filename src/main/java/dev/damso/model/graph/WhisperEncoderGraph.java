package dev.damso.model.graph;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whisper's encoder with a dynamic length. Input: {@code mel} [1, mels, frames]. Outputs, for each
 * layer l of the decoder, the keys and values of its cross-attention, so that the decoder never
 * projects the same sound twice: {@code ck{l}} [1, H, E, S] and {@code cv{l}} [1, H, S, E], where S
 * = ⌈frames / 2⌉.
 */
final class WhisperEncoderGraph {
  private static final Map<String, ?> NONE = Map.of();

  private WhisperEncoderGraph() {}

  static OnnxGraph build(Ctranslate2Model model, WhisperDimensions d, MatrixProduct product) {
    OnnxGraph g = new OnnxGraph("whisper-encoder");
    String x = states(g, model, d, product).getLast();
    crossAttention(g, new WhisperBlocks(g, model, d.width(), d.decoderHeads(), product), x, d);
    return g;
  }

  /**
   * All states of the encoder: {@code states} [1, S, layers + 1, D], what each layer takes, then
   * what the last one gives, normalised.
   */
  static OnnxGraph ofStates(Ctranslate2Model model, WhisperDimensions d, MatrixProduct product) {
    OnnxGraph g = new OnnxGraph("whisper-states");
    String axis = g.constant("axis2", 2);
    String[] layers =
        states(g, model, d, product).stream()
            .map(state -> g.apply("Unsqueeze", NONE, state, axis))
            .toArray(String[]::new);
    g.node("Concat", Map.of("axis", 2), List.of(layers), List.of("states"));
    g.output("states", FLOAT, 1, "positions", d.encoderLayers() + 1, d.width());
    return g;
  }

  private static List<String> states(
      OnnxGraph g, Ctranslate2Model model, WhisperDimensions d, MatrixProduct product) {
    WhisperBlocks blocks = new WhisperBlocks(g, model, d.width(), d.encoderHeads(), product);
    List<String> states = new ArrayList<>();
    g.input("mel", FLOAT, 1, d.mels(), "frames");
    String x = convolution(g, blocks, "mel", "encoder/conv1", 1);
    x = blocks.transpose(convolution(g, blocks, x, "encoder/conv2", 2), 0, 2, 1);
    String length = g.apply("Shape", Map.of("start", 1, "end", 2), x);
    String positions =
        g.apply(
            "Slice",
            NONE,
            blocks.constant("encoder/position_encodings/encodings"),
            g.constant("zero", 0),
            length,
            g.constant("axis", 0));
    x = g.apply("Add", NONE, x, positions);
    for (int l = 0; l < d.encoderLayers(); l++) {
      states.add(x);
      String path = "encoder/layer_" + l;
      x = selfAttention(g, blocks, x, path + "/self_attention");
      x = blocks.feedForward(x, path + "/ffn");
    }
    states.add(blocks.layerNorm(x, "encoder/layer_norm"));
    return states;
  }

  private static String convolution(
      OnnxGraph g, WhisperBlocks blocks, String x, String path, int stride) {
    String y =
        g.apply(
            "Conv",
            Map.of("pads", new long[] {1, 1}, "strides", new long[] {stride}),
            x,
            blocks.constant(path + "/weight"),
            blocks.constant(path + "/bias"));
    return g.apply("Gelu", NONE, y);
  }

  private static String selfAttention(OnnxGraph g, WhisperBlocks blocks, String x, String path) {
    String y = blocks.layerNorm(x, path + "/layer_norm");
    List<String> qkv = blocks.split(blocks.linear(y, path + "/linear_0", 2), 3);
    String keys = blocks.transpose(blocks.heads(qkv.get(1)), 0, 1, 3, 2);
    String scores = g.apply("MatMul", NONE, blocks.heads(qkv.get(0)), keys);
    return blocks.attend(blocks.softmax(scores), blocks.heads(qkv.get(2)), x, path + "/linear_1");
  }

  private static void crossAttention(
      OnnxGraph g, WhisperBlocks blocks, String x, WhisperDimensions d) {
    int heads = d.decoderHeads();
    int headWidth = d.width() / heads;
    for (int l = 0; l < d.decoderLayers(); l++) {
      String path = "decoder/layer_" + l + "/attention/linear_1";
      List<String> kv = blocks.split(blocks.linear(x, path, 1), 2);
      String keys = blocks.transpose(blocks.heads(kv.get(0)), 0, 1, 3, 2);
      g.node("Identity", NONE, List.of(keys), List.of("ck" + l));
      g.node("Identity", NONE, List.of(blocks.heads(kv.get(1))), List.of("cv" + l));
      g.output("ck" + l, FLOAT, 1, heads, headWidth, "positions");
      g.output("cv" + l, FLOAT, 1, heads, "positions", headWidth);
    }
  }
}
