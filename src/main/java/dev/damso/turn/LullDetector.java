package dev.damso.turn;

import java.util.Arrays;

/**
 * Sees speech die away before it is known to have paused: the detector's probability lags behind a
 * voice that ends by some 50 ms, and a pause needs {@link TurnSettings#pauseMs} more. In a lull it
 * pays to begin to understand; most sounds that are soft inside a word keep their probability. One
 * owner thread.
 */
public final class LullDetector {
  /** Below it a window is silence. */
  private static final double SILENCE = 0.35;

  /** Below it a soft window is a lull. */
  private static final double SURE = 0.95;

  /** From here on a window tells how loud the voice is. */
  private static final double SPEECH = 0.5;

  /** How much softer than the voice a lull is, dB. */
  private static final double SOFTER_DB = 20;

  /** The same for one whatever its probability, dB. */
  private static final double FAR_SOFTER_DB = 30;

  /** By so much the loudness that is remembered falls with each window: 2 dB a second. */
  private static final double FORGET_DB = 0.06;

  private double loudness = Double.NEGATIVE_INFINITY;

  /**
   * One window.
   *
   * @param probability that it is speech
   * @param window its samples, in [-1, 1]
   * @return whether the voice dies away in it, or is silent
   */
  public boolean isLull(float probability, float[] window) {
    loudness -= FORGET_DB;
    if (probability >= SPEECH) {
      loudness = Math.max(loudness, EchoGate.decibels(window));
    }
    float[] end = Arrays.copyOfRange(window, window.length / 2, window.length);
    return !(probability >= SILENCE) // not a number is no speech
        || probability < SURE && EchoGate.decibels(end) < loudness - SOFTER_DB
        || EchoGate.decibels(window) < loudness - FAR_SOFTER_DB;
  }
}
