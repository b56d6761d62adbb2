package dev.damso.audio;

/** Triangular filters on Slaney's mel scale, of equal area. Immutable. */
final class MelFilters {
  private final float[][] filters; // [band][bin]

  /** The first bin of each filter that is not zero, and the one after the last. */
  private final int[] firstBin;

  private final int[] endBin;

  /**
   * @param window samples of the transform
   */
  MelFilters(int bands, int window, int sampleRate, double lowestHz, double highestHz) {
    filters = new float[bands][window / 2 + 1];
    firstBin = new int[bands];
    endBin = new int[bands];
    double bottom = hzToMel(lowestHz);
    double step = (hzToMel(highestHz) - bottom) / (bands + 1);
    for (int band = 0; band < bands; band++) {
      double low = melToHz(bottom + step * band);
      double centre = melToHz(bottom + step * (band + 1));
      double high = melToHz(bottom + step * (band + 2));
      firstBin[band] = filters[band].length;
      for (int bin = 0; bin < filters[band].length; bin++) {
        double hz = (double) bin * sampleRate / window;
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

  /**
   * What a band holds.
   *
   * @param spectrum one value for each bin
   */
  float of(int band, float[] spectrum) {
    float sum = 0;
    for (int bin = firstBin[band]; bin < endBin[band]; bin++) {
      sum += filters[band][bin] * spectrum[bin];
    }
    return sum;
  }
}
