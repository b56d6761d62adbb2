package dev.damso.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Measurements, so many at most and later ones dropped: a long run must not seem to grow because it
 * is measured. Thread safe.
 */
final class Series {
  private final double[] values;
  private int count;

  Series(int capacity) {
    values = new double[capacity];
  }

  synchronized void add(double value) {
    if (count < values.length) {
      values[count++] = value;
    }
  }

  /** All so far, in order. */
  synchronized List<Double> list() {
    return Arrays.stream(values, 0, count).boxed().toList();
  }
}
