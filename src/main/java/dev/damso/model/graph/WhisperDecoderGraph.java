package dev.damso.model.graph;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;
import static dev.damso.model.graph.OnnxGraph.ElementType.INT64;

import java.util.List;
import java.util.Map;

/**
 * One step of Whisper's decoder, for N tokens after P0 earlier ones.
 *
 * <p>Inputs: {@code ids} [1, N] int64; {@code off} [1] int64, the position of the first; {@code
 * mask} [N, P0 + N], added to the attention scores (zero, or very negative where a token must not
 * look); for each layer {@code ck}, {@code cv} as the encoder gives them and {@code pk}, {@code pv}
 * [1, H, P0, E], the cache. Outputs: {@code logits} [1, 1, vocabulary] of the last token, {@code
 * nk}, {@code nv}, the cache of the next step.
 */
final class WhisperDecoderGraph {
  private static final Map<String, ?> NONE = Map.of();
  private static final String EMBEDDINGS = "decoder/embeddings";

  private final OnnxGraph g = new OnnxGraph("whisper-decoder");
  private final WhisperDimensions d;
  private final WhisperBlocks blocks;
  private final QuantizedMatrix embeddings; // [width, vocabulary]

  private WhisperDecoderGraph(Ctranslate2Model model, WhisperDimensions d) {
    this.d = d;
    this.blocks = new WhisperBlocks(g, model, d.width(), d.decoderHeads());
    this.embeddings =
        QuantizedMatrix.of(model.floats(EMBEDDINGS + "/weight"), d.vocabulary(), d.width());
  }

  static OnnxGraph build(Ctranslate2Model model, WhisperDimensions d) {
    return new WhisperDecoderGraph(model, d).build();
  }

  private OnnxGraph build() {
    g.input("ids", INT64, 1, "tokens");
    g.input("off", INT64, 1);
    g.input("mask", FLOAT, "tokens", "total");
    g.output("logits", FLOAT, 1, 1, d.vocabulary());
    String x = g.apply("Add", NONE, embed(), positions());
    for (int l = 0; l < d.decoderLayers(); l++) {
      String path = "decoder/layer_" + l;
      x = selfAttention(x, path + "/self_attention", l);
      x = crossAttention(x, path + "/attention", l);
      x = blocks.feedForward(x, path + "/ffn");
    }
    String last =
        g.apply(
            "Slice",
            NONE,
            blocks.layerNorm(x, "decoder/layer_norm"),
            g.constant("last", -1),
            g.constant("end", Integer.MAX_VALUE),
            g.constant("axis1", 1));
    String logits = blocks.multiply(last, EMBEDDINGS, embeddings);
    g.node("Identity", NONE, List.of(logits), List.of("logits"));
    return g;
  }

  /** [1, N] → [1, N, D]: columns of the same 8-bit matrix that the logits are computed with. */
  private String embed() {
    String matrix =
        g.constant(EMBEDDINGS + "/int8", embeddings.values(), d.width(), d.vocabulary());
    String scales = g.constant(EMBEDDINGS + "/scale", embeddings.scales(), d.vocabulary());
    String columns = blocks.toFloat(g.apply("Gather", Map.of("axis", 1), matrix, "ids"));
    String scaled =
        g.apply("Mul", NONE, columns, g.apply("Gather", Map.of("axis", 0), scales, "ids"));
    return blocks.transpose(scaled, 1, 2, 0); // [D, 1, N] → [1, N, D]
  }

  private String positions() {
    String count = g.apply("Shape", Map.of("start", 1, "end", 2), "ids");
    return g.apply(
        "Slice",
        NONE,
        blocks.constant("decoder/position_encodings/encodings"),
        "off",
        g.apply("Add", NONE, "off", count),
        g.constant("axis0", 0));
  }

  private String selfAttention(String x, String path, int l) {
    int headWidth = d.width() / d.decoderHeads();
    String y = blocks.layerNorm(x, path + "/layer_norm");
    List<String> qkv = blocks.split(blocks.linear(y, path + "/linear_0", 2), 3);
    for (int i = 0; i < 2; i++) {
      String cache = (i == 0 ? "k" : "v") + l;
      g.input("p" + cache, FLOAT, 1, d.decoderHeads(), "past", headWidth);
      g.output("n" + cache, FLOAT, 1, d.decoderHeads(), "total", headWidth);
      g.node(
          "Concat",
          Map.of("axis", 2),
          List.of("p" + cache, blocks.heads(qkv.get(1 + i))),
          List.of("n" + cache));
    }
    String keys = blocks.transpose("nk" + l, 0, 1, 3, 2);
    String scores = g.apply("MatMul", NONE, blocks.heads(qkv.get(0)), keys);
    return blocks.attend(g.apply("Add", NONE, scores, "mask"), "nv" + l, x, path + "/linear_1");
  }

  private String crossAttention(String x, String path, int l) {
    int headWidth = d.width() / d.decoderHeads();
    g.input("ck" + l, FLOAT, 1, d.decoderHeads(), headWidth, "positions");
    g.input("cv" + l, FLOAT, 1, d.decoderHeads(), "positions", headWidth);
    String y = blocks.layerNorm(x, path + "/layer_norm");
    String q = blocks.heads(blocks.linear(y, path + "/linear_0", 1));
    String scores = g.apply("MatMul", NONE, q, "ck" + l);
    return blocks.attend(scores, "cv" + l, x, path + "/linear_2");
  }
}
