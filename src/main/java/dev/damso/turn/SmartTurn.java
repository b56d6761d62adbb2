package dev.damso.turn;

import dev.damso.audio.LogMel;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * smart-turn v3.2 (pipecat-ai, BSD-2): Whisper tiny's encoder with a classifier. Input {@code [1,
 * 80, 800]}, the log-mel of the last 8 s, zeros before shorter ones, the whole brought to mean 0
 * and variance 1 first; output a probability. On one platform thread of its own, first come first
 * served: conversations wait for each other, 32 at most, more are refused.
 */
public final class SmartTurn implements CompletenessModel {
  private static final int BANDS = 80;
  private static final int WAITING = 32;
  private static final double VARIANCE_FLOOR = 1e-7;

  private final OnnxSession session;
  private final LogMel logMel = new LogMel(BANDS);
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("smart-turn").daemon().factory());

  /**
   * @param model {@code smart-turn-v3.2-cpu.onnx}
   */
  public SmartTurn(Path model) {
    session = OnnxRuntime.instance().open(model, OnnxOptions.threads(1));
  }

  @Override
  public CompletableFuture<Double> judge(float[] samples) {
    float[] turn = lastSeconds(samples);
    try {
      return CompletableFuture.supplyAsync(() -> complete(turn), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Blocks for the model. */
  double complete(float[] turn) {
    try (Tensor mel = Tensor.of(features(turn), 1, BANDS, LogMel.frames(WINDOW))) {
      Map<String, Tensor> results = session.run(Map.of("input_features", mel), List.of("logits"));
      try (Tensor probability = Objects.requireNonNull(results.get("logits"))) {
        return probability.floats()[0];
      }
    }
  }

  /**
   * @param turn {@link #WINDOW} samples
   * @return {@code [80][800]}, row-major
   */
  float[] features(float[] turn) {
    double sum = 0;
    for (float sample : turn) {
      sum += sample;
    }
    double mean = sum / turn.length;
    double squares = 0;
    for (float sample : turn) {
      squares += (sample - mean) * (sample - mean);
    }
    double scale = 1 / Math.sqrt(squares / turn.length + VARIANCE_FLOOR);
    float[] normal = new float[turn.length];
    for (int i = 0; i < turn.length; i++) {
      normal[i] = (float) ((turn[i] - mean) * scale);
    }
    return logMel.of(normal);
  }

  /** The last {@link #WINDOW} samples, after zeros where there are fewer. */
  static float[] lastSeconds(float[] samples) {
    float[] window = new float[WINDOW];
    int n = Math.min(samples.length, WINDOW);
    System.arraycopy(samples, samples.length - n, window, WINDOW - n, n);
    return window;
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      // What is under way still uses the session.
      if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
        session.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
