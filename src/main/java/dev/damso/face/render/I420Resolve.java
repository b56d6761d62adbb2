package dev.damso.face.render;

/**
 * Averages samples into pixels and converts them to I420 (BT.601, limited range: Y 16..235, U and V
 * 16..240 around 128).
 */
final class I420Resolve {
  private I420Resolve() {}

  /**
   * @param samples RGB, {@code width * n / 2} by {@code height * n / 2}
   * @param n samples across two pixels
   */
  static byte[] resolve(int[] samples, int width, int height, int n) {
    byte[] out = new byte[width * height * 3 / 2];
    int uPlane = width * height;
    int vPlane = uPlane + uPlane / 4;
    int stride = width * n / 2;
    int[] weights = cornerWeights(n);
    int total = n * n; // sum of a pixel's weights
    for (int by = 0; by < height / 2; by++) {
      for (int bx = 0; bx < width / 2; bx++) {
        int at = by * n * stride + bx * n;
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int corner = 0; corner < 4; corner++) {
          int r = 0;
          int g = 0;
          int b = 0;
          int w = corner * total;
          for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++, w++) {
              int weight = weights[w];
              if (weight != 0) {
                int rgb = samples[at + y * stride + x];
                r += weight * (rgb >>> 16 & 255);
                g += weight * (rgb >>> 8 & 255);
                b += weight * (rgb & 255);
              }
            }
          }
          out[(2 * by + (corner >> 1)) * width + 2 * bx + (corner & 1)] =
              (byte) (16 + ((66 * r + 129 * g + 25 * b) / total + 128 >> 8));
          red += r;
          green += g;
          blue += b;
        }
        int quads = 4 * total;
        int chroma = by * (width / 2) + bx;
        out[uPlane + chroma] =
            (byte) (128 + ((-38 * red - 74 * green + 112 * blue) / quads + 128 >> 8));
        out[vPlane + chroma] =
            (byte) (128 + ((112 * red - 94 * green - 18 * blue) / quads + 128 >> 8));
      }
    }
    return out;
  }

  /** For each pixel of a 2 by 2 block the overlap with n by n samples, in 1/n² of a pixel. */
  private static int[] cornerWeights(int n) {
    int[] weights = new int[4 * n * n];
    for (int corner = 0; corner < 4; corner++) {
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          weights[(corner * n + y) * n + x] =
              overlap(corner >> 1, y, n) * overlap(corner & 1, x, n);
        }
      }
    }
    return weights;
  }

  /** A pixel spans n units, a sample two. */
  private static int overlap(int pixel, int sample, int n) {
    int from = Math.max(pixel * n, sample * 2);
    int to = Math.min((pixel + 1) * n, (sample + 1) * 2);
    return Math.max(0, to - from);
  }
}
