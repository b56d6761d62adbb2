package dev.damso.vad;

/**
 * Says of each window of sound how likely it holds speech. One instance a conversation, used by one
 * thread at a time.
 */
public interface VoiceActivityDetector {
  /** Samples a second that {@link #probability} expects. */
  int SAMPLE_RATE = 16_000;

  /** Samples of a window: 32 ms. */
  int WINDOW = 512;

  /**
   * @param window {@value #WINDOW} samples in [-1, 1], following those of the call before
   * @return probability of speech, 0 to 1
   */
  float probability(float[] window);

  /** Forgets what was heard. */
  void reset();
}
