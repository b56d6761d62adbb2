package dev.damso.audio;

import java.util.Arrays;

/**
 * Changes the sample rate by a polyphase filter: a Kaiser-windowed sinc of 32 zero crossings, 80 dB
 * of stop band, cut off at 0.9 of the lower Nyquist frequency. A stream in pieces gives the same
 * samples as one in whole. One owner thread.
 */
public final class Resampler {
  private static final int ZERO_CROSSINGS = 16;
  private static final double KAISER_BETA = 8;
  private static final double CUT_OFF = 0.9;

  private final int up;
  private final int down;

  /** One filter a phase, {@code [up][taps]}. */
  private final float[][] phases;

  private final int taps;

  /** The last {@code taps} input samples. */
  private float[] history;

  /** Input samples taken so far, and output samples given. */
  private long taken;

  private long given;

  /**
   * @param from samples a second that come
   * @param to samples a second that go
   */
  public Resampler(int from, int to) {
    if (from <= 0 || to <= 0) {
      throw new IllegalArgumentException("rates must be positive: " + from + ", " + to);
    }
    int common = gcd(from, to);
    up = to / common;
    down = from / common;
    // Width of the filter in input samples grows when the rate falls.
    double scale = Math.min(1, (double) to / from) * CUT_OFF;
    int half = (int) Math.ceil(ZERO_CROSSINGS / scale);
    taps = 2 * half;
    phases = new float[up][taps];
    for (int p = 0; p < up; p++) {
      double sum = 0;
      double[] filter = new double[taps];
      for (int t = 0; t < taps; t++) {
        double x = t - half + 1 - (double) p / up;
        filter[t] = scale * sinc(scale * x) * kaiser(x / half);
        sum += filter[t];
      }
      for (int t = 0; t < taps; t++) {
        phases[p][t] = (float) (filter[t] / sum);
      }
    }
    history = new float[taps];
  }

  /** All of {@code samples} at another rate, without delay: sample 0 stays sample 0. */
  public static float[] resample(float[] samples, int from, int to) {
    if (from == to) {
      return samples;
    }
    Resampler resampler = new Resampler(from, to);
    int half = resampler.taps / 2;
    // Silence before, so that the filter's delay is a whole number of output samples.
    int lead = Math.floorMod(-half, resampler.down);
    float[] padded = new float[lead + samples.length + half];
    System.arraycopy(samples, 0, padded, lead, samples.length);
    float[] out = resampler.process(padded);
    int delay = (lead + half) / resampler.down * resampler.up;
    int length = (int) ((long) samples.length * to / from);
    return Arrays.copyOfRange(out, delay, delay + length);
  }

  /** The output that these samples, following those before, make possible. */
  public float[] process(float[] samples) {
    if (up == down) {
      return samples;
    }
    float[] line = new float[history.length + samples.length];
    System.arraycopy(history, 0, line, 0, history.length);
    System.arraycopy(samples, 0, line, history.length, samples.length);
    taken += samples.length;
    // Output n lies at input position n·down/up; it needs the taps inputs up to that position.
    long ready = (taken * up + down - 1) / down;
    float[] out = new float[(int) (ready - given)];
    long lineStart = taken - samples.length - history.length;
    for (int i = 0; i < out.length; i++) {
      long position = (given + i) * down;
      int base = (int) (Math.floorDiv(position, up) - lineStart) - taps + 1;
      float[] filter = phases[(int) Math.floorMod(position, (long) up)];
      float sum = 0;
      for (int t = 0; t < taps; t++) {
        sum += line[base + t] * filter[t];
      }
      out[i] = sum;
    }
    given = ready;
    history = Arrays.copyOfRange(line, line.length - taps, line.length);
    return out;
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
  }

  /** Modified Bessel function of the first kind, order 0. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-12; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
