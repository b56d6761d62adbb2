package dev.damso.stt;

import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Steps Whisper's decoder over one piece of sound. The keys and values of earlier tokens stay in
 * native memory: each step's are the next one's input. One owner thread; close it.
 */
final class WhisperDecoder implements AutoCloseable {
  private static final float MASKED = -1e9f;

  private final OnnxSession session;
  private final Map<String, Tensor> cross;
  private final int layers;
  private Map<String, Tensor> past = new LinkedHashMap<>();
  private int position;

  /**
   * @param cross what the encoder gave, {@code ck{l} [1,H,E,S]} and {@code cv{l} [1,H,S,E]}; closed
   *     with this
   */
  WhisperDecoder(OnnxSession session, Map<String, Tensor> cross) {
    this.session = session;
    this.cross = cross;
    layers = cross.size() / 2;
    long[] keys = Objects.requireNonNull(cross.get("ck0")).shape();
    for (int layer = 0; layer < layers; layer++) {
      past.put("pk" + layer, Tensor.of(new float[0], 1, keys[1], 0, keys[2]));
      past.put("pv" + layer, Tensor.of(new float[0], 1, keys[1], 0, keys[2]));
    }
  }

  /**
   * @param tokens the next ones
   * @return logits of what follows them, one a vocabulary entry
   */
  float[] step(long... tokens) {
    int n = tokens.length;
    float[] mask = new float[n * (position + n)];
    for (int row = 0; row < n; row++) {
      for (int column = position + row + 1; column < position + n; column++) {
        mask[row * (position + n) + column] = MASKED;
      }
    }
    try (Tensor ids = Tensor.of(tokens, 1, n);
        Tensor offset = Tensor.of(new long[] {position}, 1);
        Tensor causal = Tensor.of(mask, n, position + n)) {
      Map<String, Tensor> inputs = new LinkedHashMap<>(cross);
      inputs.putAll(past);
      inputs.put("ids", ids);
      inputs.put("off", offset);
      inputs.put("mask", causal);
      List<String> wanted = new ArrayList<>(List.of("logits"));
      for (int layer = 0; layer < layers; layer++) {
        wanted.add("nk" + layer);
        wanted.add("nv" + layer);
      }
      Map<String, Tensor> results = session.run(inputs, wanted);
      Map<String, Tensor> next = new LinkedHashMap<>();
      results.forEach((name, tensor) -> {
        if (!name.equals("logits")) {
          next.put("p" + name.substring(1), tensor);
        }
      });
      past.values().forEach(Tensor::close);
      past = next;
      position += n;
      try (Tensor logits = Objects.requireNonNull(results.get("logits"))) {
        return logits.floats();
      }
    }
  }

  @Override
  public void close() {
    cross.values().forEach(Tensor::close);
    past.values().forEach(Tensor::close);
  }
}
