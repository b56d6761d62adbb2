package dev.damso.tts.piper;

import static dev.damso.tts.piper.PiperGraphs.CHANNELS;
import static dev.damso.tts.piper.PiperGraphs.DECODER_CONTEXT;
import static dev.damso.tts.piper.PiperGraphs.FLOW_CONTEXT;

import dev.damso.media.Cancellation;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import dev.damso.tts.Windows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The graphs of {@link PiperGraphs}, loaded. Thread safe but for closing. */
final class PiperModel implements AutoCloseable {
  /** Samples of a frame. */
  static final int FRAME = 256;

  private final OnnxSession prior;
  private final OnnxSession flow;
  private final OnnxSession decoder;

  PiperModel(Path published, int threads) {
    PiperGraphs graphs = PiperGraphs.of(published);
    OnnxOptions options = OnnxOptions.threads(threads);
    prior = OnnxRuntime.instance().open(graphs.prior(), options);
    flow = OnnxRuntime.instance().open(graphs.flow(), options);
    decoder = OnnxRuntime.instance().open(graphs.decoder(), options);
  }

  /**
   * A clause before it is sound.
   *
   * @param frames its length T
   * @param latent [192, T]
   * @param durations frames of each symbol
   */
  record Latent(int frames, float[] latent, float[] durations) {}

  /**
   * @param scales noise of the sound, length, noise of the durations
   * @return empty where cancelled
   */
  Optional<Latent> latent(long[] symbols, float[] scales, Cancellation cancellation) {
    try (Tensor input = Tensor.of(symbols, 1, symbols.length);
        Tensor lengths = Tensor.of(new long[] {symbols.length}, 1);
        Tensor settings = Tensor.of(scales, 3)) {
      Map<String, Tensor> results =
          prior.run(
              Map.of("input", input, "input_lengths", lengths, "scales", settings),
              List.of(PiperGraphs.LATENT, PiperGraphs.DURATIONS),
              cancellation);
      if (results.isEmpty()) {
        return Optional.empty();
      }
      try (Tensor latent = Objects.requireNonNull(results.get(PiperGraphs.LATENT));
          Tensor durations = Objects.requireNonNull(results.get(PiperGraphs.DURATIONS))) {
        int frames = Math.toIntExact(latent.shape()[2]);
        return Optional.of(new Latent(frames, latent.floats(), durations.floats()));
      }
    }
  }

  /**
   * Frames {@code from} to {@code to} as sound, as they are in the whole.
   *
   * @return empty where cancelled
   */
  Optional<float[]> samples(Latent clause, int from, int to, Cancellation cancellation) {
    int begin = Math.max(0, from - DECODER_CONTEXT);
    int end = Math.min(clause.frames(), to + DECODER_CONTEXT);
    return features(clause, begin, end, cancellation)
        .flatMap(features -> decode(features, end - begin, cancellation))
        .map(sound -> Arrays.copyOfRange(sound, (from - begin) * FRAME, (to - begin) * FRAME));
  }

  /** [192, to − from]. */
  private Optional<float[]> features(Latent clause, int from, int to, Cancellation cancellation) {
    int begin = Math.max(0, from - FLOW_CONTEXT);
    int n = Math.min(clause.frames(), to + FLOW_CONTEXT) - begin;
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    try (Tensor latent =
            Tensor.of(Windows.columns(clause.latent(), CHANNELS, begin, n), 1, CHANNELS, n);
        Tensor mask = Tensor.of(ones, 1, 1, n)) {
      return only(flow.run(
              Map.of(PiperGraphs.LATENT, latent, PiperGraphs.MASK, mask),
              List.of(PiperGraphs.FEATURES),
              cancellation))
          .map(features -> Windows.columns(features, CHANNELS, from - begin, to - from));
    }
  }

  private Optional<float[]> decode(float[] features, int n, Cancellation cancellation) {
    try (Tensor input = Tensor.of(features, 1, CHANNELS, n)) {
      return only(
          decoder.run(
              Map.of(PiperGraphs.FEATURES, input), List.of(PiperGraphs.SOUND), cancellation));
    }
  }

  /** The one result; empty where there is none. */
  private static Optional<float[]> only(Map<String, Tensor> results) {
    for (Tensor result : results.values()) {
      try (result) {
        return Optional.of(result.floats());
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    prior.close();
    flow.close();
    decoder.close();
  }
}
