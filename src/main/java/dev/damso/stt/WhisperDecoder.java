package dev.damso.stt;

import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps Whisper's decoder over one piece of sound. The keys and values of earlier tokens stay in
 * native memory: each step's are the next one's input. Of the logits only what is asked for is
 * copied. One owner thread; close it.
 */
final class WhisperDecoder implements TokenDecoder, AutoCloseable {
  private static final float MASKED = -1e9f;

  private final OnnxSession session;
  private final Map<String, Tensor> cross;
  private final Tensor suppress;
  private final Tensor sound;
  private final List<String> wanted =
      new ArrayList<>(List.of("logits", "best", "top", "norm", "frame"));
  private Map<String, Tensor> past = new LinkedHashMap<>();

  /** Rows of the cache, and those among them that were taken back. */
  private int rows;

  private final BitSet taken = new BitSet();

  /** Logits of the step before, {@code [1, tokens, vocabulary]}, and their norms. */
  private @Nullable Tensor logits;

  private float[] norms = {};

  /**
   * @param cross what the encoder gave, {@code ck{l} [1,H,E,S]} and {@code cv{l} [1,H,S,E]}; closed
   *     with this
   * @param suppress {@code [vocabulary]}, added to the logits before the choice; stays the caller's
   * @param sound frames of 20 ms that are sound, the rest is padding
   */
  WhisperDecoder(OnnxSession session, Map<String, Tensor> cross, Tensor suppress, int sound) {
    this.sound = Tensor.of(new long[] {sound}, 1);
    this.session = session;
    this.cross = cross;
    this.suppress = suppress;
    long[] keys = Objects.requireNonNull(cross.get("ck0")).shape();
    for (int layer = 0; layer < cross.size() / 2; layer++) {
      for (String kind : List.of("k", "v")) {
        past.put("p" + kind + layer, Tensor.of(new float[0], 1, keys[1], 0, keys[2]));
        wanted.add("n" + kind + layer);
      }
    }
  }

  @Override
  public List<Prediction> step(List<Integer> tokens) {
    int n = tokens.size();
    try (Tensor ids = Tensor.of(tokens.stream().mapToLong(Integer::longValue).toArray(), 1, n);
        Tensor offset = Tensor.of(new long[] {rows - taken.cardinality()}, 1);
        Tensor causal = Tensor.of(mask(n), n, rows + n)) {
      Map<String, Tensor> inputs = new LinkedHashMap<>(cross);
      inputs.putAll(past);
      inputs.put("ids", ids);
      inputs.put("off", offset);
      inputs.put("mask", causal);
      inputs.put("suppress", suppress);
      inputs.put("sound", sound);
      Map<String, Tensor> results = session.run(inputs, wanted);
      rows += n;
      keep(results);
      return predictions(results, n);
    }
  }

  /** {@code [n, rows + n]}: a token looks at itself and those before it that still stand. */
  private float[] mask(int n) {
    int width = rows + n;
    float[] mask = new float[n * width];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < width; column++) {
        if (taken.get(column) || column > rows + row) {
          mask[row * width + column] = MASKED;
        }
      }
    }
    return mask;
  }

  private void keep(Map<String, Tensor> results) {
    past.values().forEach(Tensor::close);
    past = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> result : results.entrySet()) {
      if (result.getKey().matches("n[kv]\\d+")) {
        past.put("p" + result.getKey().substring(1), result.getValue());
      }
    }
    if (logits != null) {
      logits.close();
    }
    logits = results.get("logits");
  }

  private List<Prediction> predictions(Map<String, Tensor> results, int n) {
    try (Tensor best = Objects.requireNonNull(results.get("best"));
        Tensor top = Objects.requireNonNull(results.get("top"));
        Tensor norm = Objects.requireNonNull(results.get("norm"));
        Tensor frame = Objects.requireNonNull(results.get("frame"))) {
      long[] tokens = best.longs();
      float[] tops = top.floats();
      norms = norm.floats();
      long[] frames = frame.longs();
      List<Prediction> predictions = new ArrayList<>(n);
      for (int i = 0; i < n; i++) {
        predictions.add(new Prediction((int) tokens[i], tops[i] - norms[i], (int) frames[i]));
      }
      return predictions;
    }
  }

  @Override
  public void takeBack(int count) {
    taken.set(rows - count, rows);
  }

  @Override
  public float[] logits(int row) {
    Tensor all = Objects.requireNonNull(logits, "no step yet");
    int vocabulary = (int) suppress.shape()[0];
    return all.floats((long) row * vocabulary, vocabulary);
  }

  @Override
  public double probability(int row, int token) {
    Tensor all = Objects.requireNonNull(logits, "no step yet");
    long index = row * suppress.shape()[0] + token;
    return Math.exp(all.floats(index, 1)[0] - norms[row]);
  }

  @Override
  public void close() {
    sound.close();
    cross.values().forEach(Tensor::close);
    past.values().forEach(Tensor::close);
    if (logits != null) {
      logits.close();
    }
  }
}
