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

  private final MelFilters filters;

  /**
   * @param bands 80, or 128 for large-v3
   */
  public LogMel(int bands) {
    this.bands = bands;
    for (int i = 0; i < WINDOW; i++) {
      hann[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
    }
    filters = new MelFilters(bands, WINDOW, SAMPLE_RATE, 0, MAX_HZ);
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
        float log = (float) Math.log10(Math.max(filters.of(band, power), 1e-10f));
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
