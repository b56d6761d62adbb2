package dev.damso.audio;

/**
 * Whisper's log-mel spectrogram (Radford et al. 2022): 16 kHz, a periodic Hann window of 400
 * samples each 160, 80 or 128 mel bands on Slaney's scale, log10 of the power, floor 8 below the
 * loudest, (x + 4) / 4. Thread safe.
 */
public final class LogMel {
  public static final int SAMPLE_RATE = 16_000;
  public static final int HOP = 160;

  private static final int WINDOW = 400;
  private static final int BINS = WINDOW / 2 + 1;
  private static final double MAX_HZ = 8_000;

  private final int bands;
  private final float[] hann = new float[WINDOW];

  /** Filters, {@code [band][bin]}, and the first and last bin of each that is not zero. */
  private final float[][] filters;

  private final int[] firstBin;
  private final int[] endBin;

  /**
   * @param bands 80, or 128 for large-v3
   */
  public LogMel(int bands) {
    this.bands = bands;
    for (int i = 0; i < WINDOW; i++) {
      hann[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
    }
    filters = new float[bands][BINS];
    firstBin = new int[bands];
    endBin = new int[bands];
    fillFilters();
  }

  private void fillFilters() {
    double top = hzToMel(MAX_HZ);
    for (int band = 0; band < bands; band++) {
      double low = melToHz(top * band / (bands + 1));
      double centre = melToHz(top * (band + 1) / (bands + 1));
      double high = melToHz(top * (band + 2) / (bands + 1));
      firstBin[band] = BINS;
      for (int bin = 0; bin < BINS; bin++) {
        double hz = (double) bin * SAMPLE_RATE / WINDOW;
        double rise = (hz - low) / (centre - low);
        double fall = (high - hz) / (high - centre);
        double weight = Math.max(0, Math.min(rise, fall)) * 2 / (high - low);
        filters[band][bin] = (float) weight;
        if (weight > 0) {
          firstBin[band] = Math.min(firstBin[band], bin);
          endBin[band] = bin + 1;
        }
      }
    }
  }

  /** Slaney's mel scale: linear below 1 kHz, logarithmic above. */
  private static double hzToMel(double hz) {
    return hz < 1000 ? hz * 3 / 200 : 15 + Math.log(hz / 1000) * 27 / Math.log(6.4);
  }

  private static double melToHz(double mel) {
    return mel < 15 ? mel * 200 / 3 : 1000 * Math.exp((mel - 15) * Math.log(6.4) / 27);
  }

  /** Frames that {@code samples} samples give. */
  public static int frames(int samples) {
    return samples / HOP;
  }

  /**
   * @param samples mono in [-1, 1]; the floor depends on the loudest of them all
   * @return {@code [bands][frames]}, row-major
   */
  public float[] of(float[] samples) {
    int frames = frames(samples.length);
    float[] mel = new float[bands * frames];
    Fft fft = new Fft(WINDOW);
    float[] windowed = new float[WINDOW];
    float[] re = new float[WINDOW];
    float[] im = new float[WINDOW];
    float[] power = new float[BINS];
    float loudest = -Float.MAX_VALUE;
    for (int frame = 0; frame < frames; frame++) {
      int start = frame * HOP - WINDOW / 2;
      for (int i = 0; i < WINDOW; i++) {
        windowed[i] = reflected(samples, start + i) * hann[i];
      }
      fft.transform(windowed, re, im);
      for (int bin = 0; bin < BINS; bin++) {
        power[bin] = re[bin] * re[bin] + im[bin] * im[bin];
      }
      for (int band = 0; band < bands; band++) {
        float sum = 0;
        for (int bin = firstBin[band]; bin < endBin[band]; bin++) {
          sum += filters[band][bin] * power[bin];
        }
        float log = (float) Math.log10(Math.max(sum, 1e-10f));
        mel[band * frames + frame] = log;
        loudest = Math.max(loudest, log);
      }
    }
    float floor = loudest - 8;
    for (int i = 0; i < mel.length; i++) {
      mel[i] = (Math.max(mel[i], floor) + 4) / 4;
    }
    return mel;
  }

  /** Sample {@code at}, mirrored at the ends without repeating the end itself. */
  private static float reflected(float[] samples, int at) {
    int last = samples.length - 1;
    if (last <= 0) {
      return last < 0 ? 0 : samples[0];
    }
    int folded = Math.floorMod(at, 2 * last);
    return samples[Math.min(folded, 2 * last - folded)];
  }
}
