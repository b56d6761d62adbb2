package dev.damso.audio;

/**
 * The mel bands of one window of sound after another: a periodic Hann window, a transform, filters
 * on Slaney's scale. What has no sample is silent. Not thread safe.
 */
public final class MelWindow {
  private final int bands;
  private final boolean power;
  private final float[] hann;
  private final Fft fft;
  private final MelFilters filters;
  private final float[] windowed;
  private final float[] re;
  private final float[] im;
  private final float[] spectrum;

  /**
   * @param window samples
   * @param power whether bands sum power rather than amplitude
   */
  public MelWindow(
      int bands, int window, int sampleRate, double lowestHz, double highestHz, boolean power) {
    this.bands = bands;
    this.power = power;
    fft = new Fft(window);
    filters = new MelFilters(bands, window, sampleRate, lowestHz, highestHz);
    hann = new float[window];
    for (int i = 0; i < window; i++) {
      hann[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / window));
    }
    windowed = new float[window];
    re = new float[window];
    im = new float[window];
    spectrum = new float[window / 2 + 1];
  }

  /** As {@link LogMel} has them, but with power, not its logarithm. */
  public static MelWindow ofRecognition(int bands) {
    return new MelWindow(bands, 400, LogMel.SAMPLE_RATE, 0, 8_000, true);
  }

  /**
   * The bands of the window whose middle is {@code samples[centre]}.
   *
   * @return {@code [bands]}
   */
  public float[] at(float[] samples, int centre) {
    int start = centre - hann.length / 2;
    for (int i = 0; i < hann.length; i++) {
      int at = start + i;
      windowed[i] = at >= 0 && at < samples.length ? samples[at] * hann[i] : 0;
    }
    fft.transform(windowed, re, im);
    for (int bin = 0; bin < spectrum.length; bin++) {
      float squared = re[bin] * re[bin] + im[bin] * im[bin];
      spectrum[bin] = power ? squared : (float) Math.sqrt(squared);
    }
    float[] mel = new float[bands];
    for (int band = 0; band < bands; band++) {
      mel[band] = filters.of(band, spectrum);
    }
    return mel;
  }
}
