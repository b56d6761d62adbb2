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
 * native memory: each step's are the next one's input, whatever hypothesis they belong to; the mask
 * tells them apart (tree attention, Miao et al. 2023). Of the logits only what is asked for is
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

  /** For each row of the cache, a token, those that it sees: itself and all before it. */
  private final List<BitSet> seen = new ArrayList<>();

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
  public List<Prediction> step(int after, List<Integer> tokens) {
    int n = tokens.size();
    int position = after == ROOT ? 0 : seen.get(after).cardinality();
    for (int i = 0; i < n; i++) {
      int before = i == 0 ? after : seen.size() - 1;
      BitSet row = before == ROOT ? new BitSet() : (BitSet) seen.get(before).clone();
      row.set(seen.size());
      seen.add(row);
    }
    try (Tensor ids = Tensor.of(tokens.stream().mapToLong(Integer::longValue).toArray(), 1, n);
        Tensor offset = Tensor.of(new long[] {position}, 1);
        Tensor mask = Tensor.of(mask(n), n, seen.size())) {
      Map<String, Tensor> inputs = new LinkedHashMap<>(cross);
      inputs.putAll(past);
      inputs.put("ids", ids);
      inputs.put("off", offset);
      inputs.put("mask", mask);
      inputs.put("suppress", suppress);
      inputs.put("sound", sound);
      Map<String, Tensor> results = session.run(inputs, wanted);
      keep(results);
      return predictions(results, n);
    }
  }

  /** {@code [n, rows]}, for the last n rows. */
  private float[] mask(int n) {
    int width = seen.size();
    float[] mask = new float[n * width];
    for (int i = 0; i < n; i++) {
      BitSet row = seen.get(width - n + i);
      for (int at = row.nextClearBit(0); at < width; at = row.nextClearBit(at + 1)) {
        mask[i * width + at] = MASKED;
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
        int row = seen.size() - n + i;
        predictions.add(new Prediction(row, (int) tokens[i], tops[i] - norms[i], (int) frames[i]));
      }
      return predictions;
    }
  }

  @Override
  public float[] logits(int index) {
    Tensor all = Objects.requireNonNull(logits, "no step yet");
    int vocabulary = (int) suppress.shape()[0];
    return all.floats((long) index * vocabulary, vocabulary);
  }

  @Override
  public double probability(int index, int token) {
    Tensor all = Objects.requireNonNull(logits, "no step yet");
    long at = index * suppress.shape()[0] + token;
    return Math.exp(all.floats(at, 1)[0] - norms[index]);
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
