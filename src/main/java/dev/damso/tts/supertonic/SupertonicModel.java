package dev.damso.tts.supertonic;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import dev.damso.tts.supertonic.SupertonicStyle.Matrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The four graphs, in the order in which they run (Supertone's {@code java/Helper.java}). N
 * characters, T frames of a latent of C channels.
 *
 * <pre>
 *   duration_predictor: text_ids int64 [1, N], style_dp [1, 8, 16], text_mask [1, 1, N] → seconds [1]
 *   text_encoder: text_ids, style_ttl [1, 50, 256], text_mask → text_emb [1, 256, N]
 *   vector_estimator: noisy_latent [1, C, T], text_emb, style_ttl, latent_mask [1, 1, T], text_mask,
 *       current_step [1], total_step [1] → a less noisy latent [1, C, T]
 *   vocoder: latent [1, C, T] → samples [1, frame · T]
 * </pre>
 *
 * Thread safe but for closing.
 */
final class SupertonicModel implements AutoCloseable {
  /** Longest clause: a model that says more is broken. */
  private static final double MOST_SECONDS = 120;

  /** The noise that all sound is made of is always the same: one text, one sound. */
  private static final long SEED = 1;

  private static final long ANY = -1;

  private final SupertonicConfig config;
  private final SupertonicStyle style;
  private final List<OnnxSession> open = new ArrayList<>();
  private final OnnxSession durations;
  private final OnnxSession encoder;
  private final OnnxSession estimator;
  private final OnnxSession vocoder;

  /**
   * @param folder of the graphs and {@code tts.json}
   * @throws UserFacingException where a graph is missing or does not take what it should
   */
  SupertonicModel(Path folder, SupertonicStyle style, int threads) {
    this.config = SupertonicConfig.read(folder.resolve("tts.json"));
    this.style = style;
    OnnxOptions options = OnnxOptions.threads(threads);
    long[] sound = style.sound().shape();
    long[] text = {1, ANY};
    long[] mask = {1, 1, ANY};
    long[] latent = {1, config.channels(), ANY};
    long[] one = {1};
    try {
      durations =
          load(
              folder.resolve("duration_predictor.onnx"),
              options,
              Map.of("text_ids", text, "style_dp", style.pace().shape(), "text_mask", mask));
      encoder =
          load(
              folder.resolve("text_encoder.onnx"),
              options,
              Map.of("text_ids", text, "style_ttl", sound, "text_mask", mask));
      estimator =
          load(
              folder.resolve("vector_estimator.onnx"),
              options,
              Map.of(
                  "noisy_latent", latent,
                  "text_emb", new long[] {1, ANY, ANY},
                  "style_ttl", sound,
                  "latent_mask", mask,
                  "text_mask", mask,
                  "current_step", one,
                  "total_step", one));
      vocoder = load(folder.resolve("vocoder.onnx"), options, Map.of("latent", latent));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private OnnxSession load(Path file, OnnxOptions options, Map<String, long[]> inputs) {
    OnnxSession session = OnnxRuntime.instance().open(file, options);
    open.add(session);
    try {
      inputs.forEach((name, wanted) -> {
        long[] declared = session.inputShape(name);
        if (!fits(declared, wanted)) {
          throw SupertonicJson.wrong(
              file,
              "its %s is %s, not %s"
                  .formatted(name, Arrays.toString(declared), Arrays.toString(wanted)));
        }
      });
    } catch (OnnxException e) {
      throw SupertonicJson.wrong(file, String.valueOf(e.getMessage()));
    }
    return session;
  }

  private static boolean fits(long[] declared, long[] wanted) {
    boolean fits = declared.length == wanted.length;
    for (int i = 0; fits && i < wanted.length; i++) {
      fits = declared[i] == wanted[i] || declared[i] < 0 || wanted[i] < 0;
    }
    return fits;
  }

  int sampleRate() {
    return config.sampleRate();
  }

  /**
   * A clause as sound. Cancelled between two operators of a graph, and between the steps.
   *
   * @param text numbers of its characters
   * @param steps in which noise becomes speech
   * @return samples at {@link #sampleRate()}; empty where cancelled
   */
  Optional<float[]> samples(long[] text, double speed, int steps, Cancellation cancellation) {
    float[] ones = new float[text.length];
    Arrays.fill(ones, 1);
    try (Tensor ids = Tensor.of(text, 1, text.length);
        Tensor mask = Tensor.of(ones, 1, 1, text.length);
        Tensor pace = tensor(style.pace());
        Tensor sound = tensor(style.sound())) {
      Optional<Tensor> predicted =
          run(
              durations,
              Map.of("text_ids", ids, "style_dp", pace, "text_mask", mask),
              cancellation);
      if (predicted.isEmpty()) {
        return Optional.empty();
      }
      double seconds = seconds(predicted.get()) / speed;
      Optional<Tensor> encoded =
          run(
              encoder,
              Map.of("text_ids", ids, "style_ttl", sound, "text_mask", mask),
              cancellation);
      if (encoded.isEmpty()) {
        return Optional.empty();
      }
      try (Tensor embedding = encoded.get()) {
        return denoised(config.frames(seconds), embedding, mask, sound, steps, cancellation)
            .flatMap(latent -> decoded(latent, cancellation))
            .map(wave -> cut(wave, seconds));
      }
    }
  }

  private double seconds(Tensor predicted) {
    try (predicted) {
      float[] all = predicted.floats();
      if (all.length != 1 || !(all[0] > 0 && all[0] < MOST_SECONDS)) {
        throw UserFacingException.failed(
            "Supertonic's duration_predictor.onnx says that a clause lasts %s s"
                .formatted(Arrays.toString(all)));
      }
      return all[0];
    }
  }

  /** The latent of {@code frames} frames, for the caller to close. */
  private Optional<Tensor> denoised(
      int frames,
      Tensor text,
      Tensor textMask,
      Tensor sound,
      int steps,
      Cancellation cancellation) {
    float[] ones = new float[frames];
    Arrays.fill(ones, 1);
    Tensor latent = Tensor.of(noise(config.channels() * frames), 1, config.channels(), frames);
    try (Tensor mask = Tensor.of(ones, 1, 1, frames);
        Tensor total = Tensor.of(new float[] {steps}, 1)) {
      for (int step = 0; step < steps; step++) {
        Optional<Tensor> next;
        try (Tensor before = latent;
            Tensor current = Tensor.of(new float[] {step}, 1)) {
          next =
              cancellation.isCancelled()
                  ? Optional.empty()
                  : run(
                      estimator,
                      Map.of(
                          "noisy_latent", before,
                          "text_emb", text,
                          "style_ttl", sound,
                          "latent_mask", mask,
                          "text_mask", textMask,
                          "current_step", current,
                          "total_step", total),
                      cancellation);
        }
        if (next.isEmpty()) {
          return next;
        }
        latent = next.get();
      }
    }
    return Optional.of(latent);
  }

  private static float[] noise(int size) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] noise = new float[size];
    for (int i = 0; i < size; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  private Optional<float[]> decoded(Tensor latent, Cancellation cancellation) {
    try (latent) {
      return run(vocoder, Map.of("latent", latent), cancellation)
          .map(wave -> {
            try (wave) {
              return wave.floats();
            }
          });
    }
  }

  private float[] cut(float[] wave, double seconds) {
    return Arrays.copyOf(wave, Math.min(wave.length, (int) (seconds * config.sampleRate())));
  }

  private static Tensor tensor(Matrix matrix) {
    return Tensor.of(matrix.data(), matrix.shape());
  }

  /** The graph's only result, for the caller to close; empty where cancelled. */
  private static Optional<Tensor> run(
      OnnxSession graph, Map<String, Tensor> inputs, Cancellation cancellation) {
    String output = graph.outputNames().getFirst();
    Map<String, Tensor> results = graph.run(inputs, List.of(output), cancellation);
    return results.isEmpty()
        ? Optional.empty()
        : Optional.of(Objects.requireNonNull(results.get(output)));
  }

  @Override
  public void close() {
    open.forEach(OnnxSession::close);
  }
}
