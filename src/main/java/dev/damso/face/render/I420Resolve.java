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
    int total = n * n; // sum of a pixel's weights
    int near = Math.min(n, 2); // overlap of a corner's outer sample, and of its inner one
    int inner = n - near;
    int second = inner == 0 ? 0 : 1;
    int[] first = {0, n / 2}; // a pixel's first sample
    int[] firstWeight = {near, n == 3 ? inner : near};
    for (int by = 0; by < height / 2; by++) {
      for (int bx = 0; bx < width / 2; bx++) {
        int at = by * n * stride + bx * n;
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int corner = 0; corner < 4; corner++) {
          int row = corner >> 1;
          int column = corner & 1;
          int a = at + first[row] * stride + first[column];
          int c = a + second * stride;
          int y0 = firstWeight[row];
          int x0 = firstWeight[column];
          int y1 = n - y0;
          int x1 = n - x0;
          int p = samples[a];
          int q = samples[a + second];
          int s = samples[c];
          int t = samples[c + second];
          int wp = y0 * x0;
          int wq = y0 * x1;
          int ws = y1 * x0;
          int wt = y1 * x1;
          int rb = // two sums of 16 bits: at most 16 * 255 each
              wp * (p & 0xff00ff) + wq * (q & 0xff00ff) + ws * (s & 0xff00ff) + wt * (t & 0xff00ff);
          int r = rb >>> 16;
          int g =
              wp * (p >>> 8 & 255)
                  + wq * (q >>> 8 & 255)
                  + ws * (s >>> 8 & 255)
                  + wt * (t >>> 8 & 255);
          int b = rb & 0xffff;
          out[(2 * by + row) * width + 2 * bx + column] =
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
}
