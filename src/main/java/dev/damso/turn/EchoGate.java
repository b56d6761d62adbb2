package dev.damso.turn;

import java.util.Arrays;

/**
 * Keeps the avatar from hearing itself: while it speaks, and for as long as its echo may take to
 * come back, a window counts as speech only where it is clearly louder than the echo can be.
 *
 * <p>How loud that is, relative to what was played, starts at a loudspeaker without an echo
 * canceller and follows the loudest of the last seconds, up to a loud one, and down to a canceller
 * that works: then quiet people can interrupt too. Who is admitted is not taken for a loud echo.
 * Levels are dB of full scale. One owner thread.
 */
public final class EchoGate {
  /** Echo that is assumed before it is known, relative to what was played. */
  static final double ASSUMED_DB = -16;

  /** Loudest echo that is learnt. */
  private static final double LOUDEST_DB = -10;

  private static final double QUIETEST_DB = -45;
  private static final double MARGIN_DB = 6;

  /** Below this nothing is played. */
  private static final double AUDIBLE_DB = -60;

  /** Windows of 32 ms within which an echo comes back: 0.6 s. */
  private static final int DELAY = 19;

  /** Windows over which the echo is learnt: 3 s. */
  private static final int MEMORY = 94;

  /** Windows from which the echo is known: half a second. */
  private static final int LEARNT = 16;

  /** The last second is not learnt from yet: it may be the beginning of an interruption. */
  private static final int FRESH = 31;

  private final double[] played = new double[DELAY];
  private final double[] echo = new double[MEMORY];
  private int playedAt;
  private int echoAt;

  /** Windows learnt from so far. */
  private long known;

  public EchoGate() {
    Arrays.fill(played, Double.NEGATIVE_INFINITY);
  }

  /**
   * One window.
   *
   * @param playedDb level of what the avatar played meanwhile
   * @param heardDb level of the microphone
   * @return whether the window can be more than the avatar's echo
   */
  public boolean admits(double playedDb, double heardDb) {
    played[playedAt] = playedDb;
    playedAt = (playedAt + 1) % DELAY;
    double loudest = Arrays.stream(played).max().orElseThrow();
    if (loudest < AUDIBLE_DB) {
      return true;
    }
    boolean admitted = heardDb >= loudest + expected() + MARGIN_DB;
    echo[echoAt] = Math.clamp(heardDb - loudest, QUIETEST_DB, admitted ? ASSUMED_DB : LOUDEST_DB);
    echoAt = (echoAt + 1) % MEMORY;
    known++;
    return admitted;
  }

  /** The loudest echo of the last seconds, less the fresh ones. */
  private double expected() {
    if (known < FRESH + LEARNT) {
      return ASSUMED_DB;
    }
    double loudest = QUIETEST_DB;
    for (int age = FRESH; age < Math.min(MEMORY, known); age++) {
      loudest = Math.max(loudest, echo[Math.floorMod(echoAt - 1 - age, MEMORY)]);
    }
    return loudest;
  }

  /** Level of samples in [-1, 1], dB of full scale. */
  public static double decibels(float[] samples) {
    double power = 0;
    for (float sample : samples) {
      power += sample * sample;
    }
    return 10 * Math.log10(power / Math.max(1, samples.length) + 1e-12);
  }
}
