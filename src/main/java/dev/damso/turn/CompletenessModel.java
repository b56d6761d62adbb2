package dev.damso.turn;

import java.util.concurrent.CompletableFuture;

/** Says from the sound of a turn whether it is complete. Thread safe. */
public interface CompletenessModel extends AutoCloseable {
  /** Samples a second that {@link #judge} expects. */
  int SAMPLE_RATE = 16_000;

  /** Samples that matter: the last 8 s. */
  int WINDOW = 8 * SAMPLE_RATE;

  /**
   * Never blocks.
   *
   * @param samples the turn up to now, mono in [-1, 1]; of more than {@link #WINDOW} the last
   * @return probability that it is complete, 0 to 1, on the model's thread; fails where too many
   *     wait
   */
  CompletableFuture<Double> judge(float[] samples);

  /** Never complete: then silence decides. */
  static CompletenessModel none() {
    return new CompletenessModel() {
      @Override
      public CompletableFuture<Double> judge(float[] samples) {
        return CompletableFuture.completedFuture(0.0);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  void close();
}
