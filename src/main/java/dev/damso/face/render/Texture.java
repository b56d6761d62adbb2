package dev.damso.face.render;

import java.util.Arrays;

/**
 * A picture to look up, with its halvings. Never changed after loading, shared by all rasterisers.
 *
 * @param width texels, a power of two
 * @param height texels, a power of two
 * @param levels row by row, each level half as wide and high as the one before, the last with a
 *     side of 1; a texel is alpha, red, green and blue in 16 bits each, so that one multiplication
 *     scales all four; a grey picture has its value in the lowest
 */
record Texture(int width, int height, long[][] levels) {
  /** What alpha means when texels are averaged. */
  enum Alpha {
    /** Coverage: a clear texel's colour does not count. */
    COVERAGE,
    /** One more channel. */
    CHANNEL
  }

  /**
   * @param texels ARGB, row by row
   * @throws IllegalArgumentException where a side is no power of two
   */
  static Texture of(int width, int height, int[] texels, Alpha alpha) {
    if (Integer.bitCount(width) != 1 || Integer.bitCount(height) != 1) {
      throw new IllegalArgumentException(
          "a texture of " + width + "x" + height + " has sides that are not powers of two");
    }
    int count = 1 + Integer.numberOfTrailingZeros(Math.min(width, height));
    long[][] levels = new long[count][];
    int[] level = texels;
    for (int k = 0; k < count; k++) {
      levels[k] = Arrays.stream(level).mapToLong(Pixels::spread).toArray();
      if (k + 1 < count) {
        level = halve(level, width >> k, height >> k, alpha);
      }
    }
    return new Texture(width, height, levels);
  }

  int rowShift(int level) {
    return Integer.numberOfTrailingZeros(width) - level;
  }

  private static int[] halve(int[] from, int width, int height, Alpha alpha) {
    int w = width / 2;
    int h = height / 2;
    int[] to = new int[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int at = 2 * y * width + 2 * x;
        int[] four = {from[at], from[at + 1], from[at + width], from[at + width + 1]};
        to[y * w + x] = average(four, alpha);
      }
    }
    return to;
  }

  /** In linear light, taken as the square. */
  private static int average(int[] texels, Alpha alpha) {
    double red = 0;
    double green = 0;
    double blue = 0;
    double weights = 0;
    int alphas = 0;
    for (int t : texels) {
      double weight = alpha == Alpha.COVERAGE ? (t >>> 24) + 1e-3 : 1;
      red += weight * square(t >>> 16 & 255);
      green += weight * square(t >>> 8 & 255);
      blue += weight * square(t & 255);
      weights += weight;
      alphas += t >>> 24;
    }
    return (alphas + 2) / 4 << 24
        | root(red / weights) << 16
        | root(green / weights) << 8
        | root(blue / weights);
  }

  private static double square(int x) {
    return (double) x * x;
  }

  private static int root(double x) {
    return (int) Math.round(Math.sqrt(x));
  }
}
