package dev.damso.tts.kokoro;

import dev.damso.media.Cancellation;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import dev.damso.tts.Windows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The two graphs of {@link KokoroGraphs}, loaded. Thread safe but for closing. */
final class KokoroModel implements AutoCloseable {
  /** Samples of a frame: 25 ms at 24 kHz. */
  static final int FRAME = 600;

  private static final int X_CHANNELS = 512;
  private static final int X_STEPS = 2;
  private static final int SOURCE_CHANNELS = 22;
  private static final int SOURCE_STEPS = 120;

  private final OnnxSession front;
  private final OnnxSession generator;
  private final NormStatistics statistics;

  KokoroModel(Path published, NormStatistics statistics, int threads) {
    KokoroGraphs graphs = KokoroGraphs.of(published);
    this.statistics = statistics;
    front = OnnxRuntime.instance().open(graphs.front(), OnnxOptions.threads(threads));
    generator = OnnxRuntime.instance().open(graphs.generator(), OnnxOptions.threads(threads));
  }

  /**
   * A clause before it is sound.
   *
   * @param frames its length T
   * @param durations frames of each symbol, those of both pads included
   * @param x [512, 2T]
   * @param source [22, 120T + 1]
   * @param styles as {@link KokoroGraphs#STYLES}
   */
  record Features(int frames, long[] durations, float[] x, float[] source, float[] styles) {
    double speechShare() {
      return 1 - (double) (durations[0] + durations[durations.length - 1]) / frames;
    }
  }

  /**
   * @param symbols with the pads
   * @return empty where cancelled
   */
  Optional<Features> features(
      long[] symbols, float[] style, float speed, Cancellation cancellation) {
    try (Tensor tokens = Tensor.of(symbols, 1, symbols.length);
        Tensor styleTensor = Tensor.of(style, 1, KokoroVoice.WIDTH);
        Tensor pace = Tensor.of(new float[] {speed}, 1)) {
      Map<String, Tensor> results =
          front.run(
              Map.of("tokens", tokens, "style", styleTensor, "speed", pace),
              List.of(
                  KokoroGraphs.X, KokoroGraphs.SOURCE, KokoroGraphs.DURATIONS, KokoroGraphs.STYLES),
              cancellation);
      if (results.isEmpty()) {
        return Optional.empty();
      }
      try (Tensor x = Objects.requireNonNull(results.get(KokoroGraphs.X));
          Tensor source = Objects.requireNonNull(results.get(KokoroGraphs.SOURCE));
          Tensor durations = Objects.requireNonNull(results.get(KokoroGraphs.DURATIONS));
          Tensor styles = Objects.requireNonNull(results.get(KokoroGraphs.STYLES))) {
        int frames = Math.toIntExact(x.shape()[2] / X_STEPS);
        return Optional.of(
            new Features(frames, durations.longs(), x.floats(), source.floats(), styles.floats()));
      }
    }
  }

  /** What the generator's norms do in a clause. */
  float[] scales(Features features) {
    return statistics.scales(features.styles(), features.speechShare());
  }

  /**
   * Frames {@code from} to {@code to} as sound at 24 kHz; the 100 ms at either end that have no
   * context are not yet what they would be in the whole.
   *
   * @return empty where cancelled
   */
  Optional<float[]> samples(
      Features features, float[] scales, int from, int to, Cancellation cancellation) {
    int n = to - from;
    float[] x = Windows.columns(features.x(), X_CHANNELS, X_STEPS * from, X_STEPS * n);
    float[] source =
        Windows.columns(
            features.source(), SOURCE_CHANNELS, SOURCE_STEPS * from, SOURCE_STEPS * n + 1);
    try (Tensor xTensor = Tensor.of(x, 1, X_CHANNELS, (long) X_STEPS * n);
        Tensor sourceTensor = Tensor.of(source, 1, SOURCE_CHANNELS, (long) SOURCE_STEPS * n + 1);
        Tensor scaleTensor = Tensor.of(scales, scales.length)) {
      Map<String, Tensor> results =
          generator.run(
              Map.of(
                  KokoroGraphs.X,
                  xTensor,
                  KokoroGraphs.SOURCE,
                  sourceTensor,
                  "scales",
                  scaleTensor),
              List.of("audio"),
              cancellation);
      if (results.isEmpty()) {
        return Optional.empty();
      }
      try (Tensor audio = Objects.requireNonNull(results.get("audio"))) {
        return Optional.of(audio.floats());
      }
    }
  }

  @Override
  public void close() {
    front.close();
    generator.close();
  }
}
