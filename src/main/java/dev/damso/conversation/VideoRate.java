package dev.damso.conversation;

import java.util.OptionalInt;

/**
 * Decides from estimates of the network when the encoder is told, and how often a picture is drawn:
 * half as often under {@value #NARROW} bits a second. It counts pictures, not time. One owner but
 * for {@link #wanted}.
 */
final class VideoRate {
  static final int NARROW = 250_000;
  private static final int WIDE_AGAIN = 300_000;
  private static final int LOWER_SPACING = 12; // pictures: half a second
  private static final int HIGHER_SPACING = 50;
  private static final double LOWER = 0.9;
  private static final double HIGHER = 1.2;

  private volatile int wanted;
  private int set;
  private int sinceSet = HIGHER_SPACING;
  private boolean narrow;
  private boolean odd;

  /** Any thread. */
  void wanted(int bitsPerSecond) {
    wanted = bitsPerSecond;
  }

  /** To be asked before each picture: what to tell the encoder, or empty. */
  OptionalInt next() {
    sinceSet++;
    int target = wanted;
    boolean lower = target < LOWER * set && sinceSet > LOWER_SPACING;
    boolean higher = target > HIGHER * set && sinceSet > HIGHER_SPACING;
    if (target == 0 || !(set == 0 || lower || higher)) {
      return OptionalInt.empty();
    }
    set = target;
    sinceSet = 0;
    narrow = target < (narrow ? WIDE_AGAIN : NARROW);
    return OptionalInt.of(target);
  }

  /** Whether this picture is left out. */
  boolean skips() {
    odd = !odd;
    return narrow && odd;
  }
}
