package dev.damso.media;

/**
 * A point on, or a length of, a media clock.
 *
 * @param ticks ticks since the clock's origin
 * @param hz ticks a second
 */
public record MediaTime(long ticks, int hz) implements Comparable<MediaTime> {
  public MediaTime {
    if (hz <= 0) {
      throw new IllegalArgumentException("a clock needs a positive rate, not " + hz);
    }
  }

  public static MediaTime ofMillis(long millis) {
    return new MediaTime(millis, 1000);
  }

  public static MediaTime ofSamples(long samples, int sampleRate) {
    return new MediaTime(samples, sampleRate);
  }

  /** The same instant on another clock, rounded down. */
  public MediaTime rebase(int otherHz) {
    return new MediaTime(
        Math.floorDiv(ticks, hz) * otherHz + Math.floorMod(ticks, (long) hz) * otherHz / hz,
        otherHz);
  }

  public double millis() {
    return ticks * 1000.0 / hz;
  }

  public double seconds() {
    return ticks / (double) hz;
  }

  /** This time moved by {@code other}, on this clock. */
  public MediaTime plus(MediaTime other) {
    return new MediaTime(ticks + other.rebase(hz).ticks, hz);
  }

  @Override
  public int compareTo(MediaTime other) {
    return Long.compare(ticks * other.hz, other.ticks * hz);
  }
}
