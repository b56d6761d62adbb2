package dev.damso.face.neural;

import java.util.HashSet;
import java.util.Set;

/**
 * How many pictures share a mouth, so that all who speak get theirs in time. Guarded by the lock of
 * its {@link LipEngine}.
 */
final class LipPace {
  /** Milliseconds of a picture that drawing mouths may take, of the 40 that there are. */
  private static final double BUDGET_MS = 32;

  private static final int MOST_PICTURES_PER_MOUTH = 5;
  private static final double SMOOTHING = 1 / 16.0;

  private final Set<Object> speaking = new HashSet<>();

  /** Milliseconds that the device takes for a mouth. */
  private double mouthMs;

  void begin(double ms) {
    mouthMs = ms;
  }

  void measured(double ms) {
    mouthMs += (ms - mouthMs) * SMOOTHING;
  }

  void enter(Object line) {
    speaking.add(line);
  }

  void leave(Object line) {
    speaking.remove(line);
  }

  int picturesPerMouth() {
    double needed = mouthMs * Math.max(1, speaking.size()) / BUDGET_MS;
    return Math.clamp((int) Math.ceil(needed), 1, MOST_PICTURES_PER_MOUTH);
  }
}
