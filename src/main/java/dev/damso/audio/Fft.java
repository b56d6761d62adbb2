package dev.damso.audio;

/**
 * Discrete Fourier transform of a fixed length by mixed-radix decimation in time (Cooley and Tukey
 * 1965). Not thread safe: it owns its working memory.
 */
final class Fft {
  private final int size;
  private final float[] cos;
  private final float[] sin;
  private final float[] scratchRe;
  private final float[] scratchIm;

  Fft(int size) {
    this.size = size;
    cos = new float[size];
    sin = new float[size];
    for (int i = 0; i < size; i++) {
      cos[i] = (float) Math.cos(-2 * Math.PI * i / size);
      sin[i] = (float) Math.sin(-2 * Math.PI * i / size);
    }
    scratchRe = new float[size];
    scratchIm = new float[size];
  }

  /**
   * Transforms a real signal.
   *
   * @param in {@code size} samples
   * @param re takes the real parts of all {@code size} bins
   * @param im takes the imaginary parts
   */
  void transform(float[] in, float[] re, float[] im) {
    split(in, 0, 1, re, im, 0, size);
  }

  /** Transforms in[offset + k·stride], k < n, into re, im from {@code out} on. */
  private void split(float[] in, int offset, int stride, float[] re, float[] im, int out, int n) {
    if (n == 1) {
      re[out] = in[offset];
      im[out] = 0;
      return;
    }
    int radix = n % 4 == 0 ? 4 : smallestFactor(n);
    int m = n / radix;
    for (int r = 0; r < radix; r++) {
      split(in, offset + r * stride, stride * radix, re, im, out + r * m, m);
    }
    int step = size / n;
    for (int k = 0; k < n; k++) {
      float sumRe = 0;
      float sumIm = 0;
      int column = out + k % m;
      int twiddle = 0;
      for (int r = 0; r < radix; r++) {
        float a = re[column + r * m];
        float b = im[column + r * m];
        sumRe += a * cos[twiddle] - b * sin[twiddle];
        sumIm += a * sin[twiddle] + b * cos[twiddle];
        twiddle += k * step;
        twiddle -= twiddle >= size ? size * (twiddle / size) : 0;
      }
      scratchRe[k] = sumRe;
      scratchIm[k] = sumIm;
    }
    System.arraycopy(scratchRe, 0, re, out, n);
    System.arraycopy(scratchIm, 0, im, out, n);
  }

  private static int smallestFactor(int n) {
    for (int factor = 2; factor * factor <= n; factor++) {
      if (n % factor == 0) {
        return factor;
      }
    }
    return n;
  }
}
