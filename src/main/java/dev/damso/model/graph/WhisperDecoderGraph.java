package dev.damso.model.graph;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;
import static dev.damso.model.graph.OnnxGraph.ElementType.INT64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One step of Whisper's decoder, for N tokens after P0 earlier ones.
 *
 * <p>Inputs: {@code ids} [1, N] int64; {@code off} [1] int64, the position of the first; {@code
 * mask} [N, P0 + N], added to the attention scores (zero, or very negative where a token must not
 * look); for each layer {@code ck}, {@code cv} as the encoder gives them and {@code pk}, {@code pv}
 * [1, H, P0, E], the cache; {@code suppress} [vocabulary], added to the logits for {@code best} and
 * {@code top}; {@code sound} [1] int64, how many of the S places are sound: the others, the silence
 * after it, attract attention that means nothing. Outputs, for what follows each token: {@code
 * logits} [1, N, vocabulary]; {@code best} [1, N] int64, the likeliest token, and {@code top} [1,
 * N], its logit; {@code norm} [1, N], the logarithm of the sum of all exponentials; {@code frame}
 * [1, N] int64, the place in the sound (20 ms each) that the alignment heads look at. And {@code
 * nk}, {@code nv}, the cache of the next step.
 */
final class WhisperDecoderGraph {
  private static final Map<String, ?> NONE = Map.of();
  private static final String EMBEDDINGS = "decoder/embeddings";

  private final OnnxGraph g = new OnnxGraph("whisper-decoder");
  private final WhisperDimensions d;
  private final WhisperBlocks blocks;
  private final AlignmentHeads alignment;
  private final List<String> aligned = new ArrayList<>(); // each [1, heads, N, S]
  private final MatrixProduct.Embedding embeddings;

  private WhisperDecoderGraph(
      Ctranslate2Model model,
      WhisperDimensions d,
      AlignmentHeads alignment,
      MatrixProduct product) {
    this.d = d;
    this.alignment = alignment;
    this.blocks = new WhisperBlocks(g, model, d.width(), d.decoderHeads(), product);
    this.embeddings =
        product.embedding(
            g, EMBEDDINGS, model.floats(EMBEDDINGS + "/weight"), d.vocabulary(), d.width());
  }

  static OnnxGraph build(
      Ctranslate2Model model,
      WhisperDimensions d,
      AlignmentHeads alignment,
      MatrixProduct product) {
    return new WhisperDecoderGraph(model, d, alignment, product).build();
  }

  private OnnxGraph build() {
    g.input("ids", INT64, 1, "tokens");
    g.input("off", INT64, 1);
    g.input("mask", FLOAT, "tokens", "total");
    g.input("suppress", FLOAT, d.vocabulary());
    g.input("sound", INT64, 1);
    g.output("logits", FLOAT, 1, "tokens", d.vocabulary());
    g.output("best", INT64, 1, "tokens");
    g.output("top", FLOAT, 1, "tokens");
    g.output("norm", FLOAT, 1, "tokens");
    g.output("frame", INT64, 1, "tokens");
    String x = g.apply("Add", NONE, embeddings.rows("ids"), positions());
    for (int l = 0; l < d.decoderLayers(); l++) {
      String path = "decoder/layer_" + l;
      x = selfAttention(x, path + "/self_attention", l);
      x = crossAttention(x, path + "/attention", l);
      x = blocks.feedForward(x, path + "/ffn");
    }
    choose(embeddings.logits(blocks.layerNorm(x, "decoder/layer_norm")));
    align();
    return g;
  }

  private void choose(String logits) {
    String axis = g.constant("axis2", 2);
    String allowed = g.apply("Add", NONE, logits, "suppress");
    Map<String, ?> each = Map.of("keepdims", 0);
    Map<String, ?> index = Map.of("axis", 2, "keepdims", 0);
    g.node("Identity", NONE, List.of(logits), List.of("logits"));
    g.node("ArgMax", index, List.of(allowed), List.of("best"));
    g.node("ReduceMax", each, List.of(allowed, axis), List.of("top"));
    g.node("ReduceLogSumExp", each, List.of(logits, axis), List.of("norm"));
  }

  private void align() {
    String heads = g.apply("Concat", Map.of("axis", 1), aligned.toArray(String[]::new));
    String mean =
        g.apply("ReduceMean", Map.of("keepdims", 0), heads, g.constant("axis1", 1)); // [1, N, S]
    String heard =
        g.apply("Slice", NONE, mean, g.constant("from0", 0), "sound", g.constant("axis2", 2));
    g.node("ArgMax", Map.of("axis", 2, "keepdims", 0), List.of(heard), List.of("frame"));
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
    String weights = blocks.softmax(g.apply("Add", NONE, scores, "mask"));
    return blocks.attend(weights, "nv" + l, x, path + "/linear_1");
  }

  private String crossAttention(String x, String path, int l) {
    int headWidth = d.width() / d.decoderHeads();
    g.input("ck" + l, FLOAT, 1, d.decoderHeads(), headWidth, "positions");
    g.input("cv" + l, FLOAT, 1, d.decoderHeads(), "positions", headWidth);
    String y = blocks.layerNorm(x, path + "/layer_norm");
    String q = blocks.heads(blocks.linear(y, path + "/linear_0", 1));
    String weights = blocks.softmax(g.apply("MatMul", NONE, q, "ck" + l));
    List<Integer> heads = alignment.byLayer().getOrDefault(l, List.of());
    if (!heads.isEmpty()) {
      String chosen =
          g.constant("heads" + l, heads.stream().mapToLong(Integer::longValue).toArray());
      aligned.add(g.apply("Gather", Map.of("axis", 1), weights, chosen));
    }
    return blocks.attend(weights, "cv" + l, x, path + "/linear_2");
  }
}
