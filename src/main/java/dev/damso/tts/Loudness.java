package dev.damso.tts;

/**
 * Integrated loudness of mono speech at 48 kHz: K-weighting and gating of ITU-R BS.1770-4, blocks
 * of 400 ms with 75 % overlap.
 */
final class Loudness {
  private static final int BLOCK = 19_200;
  private static final int STEP = 4_800;
  private static final double ABSOLUTE_GATE = -70;
  private static final double RELATIVE_GATE = -10;

  /** A biquad: b0 b1 b2, a1 a2 (BS.1770-4, tables 1 and 2). */
  private static final double[] SHELF = {
    1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585
  };

  private static final double[] HIGH_PASS = {1, -2, 1, -1.99004745483398, 0.99007225036621};

  private Loudness() {}

  /**
   * @return LUFS, or negative infinity for silence
   */
  static double of(float[] samples) {
    double[] weighted = filter(filter(widen(samples), SHELF), HIGH_PASS);
    int blocks = Math.max(1, (weighted.length - BLOCK) / STEP + 1);
    double[] power = new double[blocks];
    for (int b = 0; b < blocks; b++) {
      int end = Math.min(weighted.length, b * STEP + BLOCK);
      double sum = 0;
      for (int i = b * STEP; i < end; i++) {
        sum += weighted[i] * weighted[i];
      }
      power[b] = sum / Math.max(1, end - b * STEP);
    }
    double ungated = lufs(meanAbove(power, ABSOLUTE_GATE));
    return lufs(meanAbove(power, ungated + RELATIVE_GATE));
  }

  private static double meanAbove(double[] power, double gate) {
    double sum = 0;
    int count = 0;
    for (double p : power) {
      if (lufs(p) > gate && lufs(p) > ABSOLUTE_GATE) {
        sum += p;
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double lufs(double power) {
    return -0.691 + 10 * Math.log10(power);
  }

  private static double[] widen(float[] samples) {
    double[] out = new double[samples.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = samples[i];
    }
    return out;
  }

  private static double[] filter(double[] in, double[] c) {
    double[] out = new double[in.length];
    double x1 = 0;
    double x2 = 0;
    double y1 = 0;
    double y2 = 0;
    for (int i = 0; i < in.length; i++) {
      double y = c[0] * in[i] + c[1] * x1 + c[2] * x2 - c[3] * y1 - c[4] * y2;
      x2 = x1;
      x1 = in[i];
      y2 = y1;
      y1 = y;
      out[i] = y;
    }
    return out;
  }
}
