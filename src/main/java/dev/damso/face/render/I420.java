package dev.damso.face.render;

/** RGB to I420 (BT.601, limited range: Y 16..235, U and V 16..240 around 128). */
final class I420 {
  /** Rows converted at a time, so that they stay in the nearest cache. */
  private static final int BAND = 32;

  private I420() {}

  /**
   * Converts what was drawn on a canvas.
   *
   * @param i420 a picture of the canvas's background, written to
   */
  static void convert(Canvas canvas, byte[] i420) {
    for (int top = 0; top < canvas.length; top += BAND) {
      int bottom = Math.min(canvas.length, top + BAND);
      for (int x = 0; x < canvas.rows; x += 2) {
        int from = Math.max(top, Math.min(canvas.first(x), canvas.first(x + 1)) & ~1);
        int to = Math.min(bottom, Math.max(canvas.end(x), canvas.end(x + 1)) + 1 & ~1);
        columns(canvas, i420, x, from, to);
      }
    }
  }

  /**
   * Converts a part of a canvas.
   *
   * @param part with even corners
   * @param i420 written to
   */
  static void convert(Canvas canvas, Region part, byte[] i420) {
    for (int x = part.top(); x < part.bottom(); x += 2) {
      columns(canvas, i420, x, part.left(), part.right());
    }
  }

  /** The whole of a canvas. */
  static byte[] of(Canvas canvas) {
    byte[] i420 = new byte[canvas.length * canvas.rows * 3 / 2];
    for (int x = 0; x < canvas.rows; x += 2) {
      columns(canvas, i420, x, 0, canvas.length);
    }
    return i420;
  }

  /** Two columns of a picture, from row {@code from} to before {@code to}, all even. */
  private static void columns(Canvas canvas, byte[] i420, int x, int from, int to) {
    int[] rgb = canvas.color;
    int width = canvas.rows; // the canvas lies on its side
    int height = canvas.length;
    int planeU = width * height + x / 2;
    int planeV = planeU + width * height / 4;
    for (int y = from; y < to; y += 2) {
      int at = x * height + y;
      int out = y * width + x;
      int a = rgb[at];
      int b = rgb[at + 1];
      int c = rgb[at + height];
      int d = rgb[at + height + 1];
      i420[out] = luma(a);
      i420[out + 1] = luma(c);
      i420[out + width] = luma(b);
      i420[out + width + 1] = luma(d);
      // Two sums of ten bits.
      int rb = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff);
      int red = rb >>> 16;
      int blue = rb & 0xffff;
      int green = (a & 0xff00) + (b & 0xff00) + (c & 0xff00) + (d & 0xff00) >> 8;
      int chroma = y / 2 * (width / 2);
      i420[planeU + chroma] = (byte) (128 + (-38 * red - 74 * green + 112 * blue + 512 >> 10));
      i420[planeV + chroma] = (byte) (128 + (112 * red - 94 * green - 18 * blue + 512 >> 10));
    }
  }

  private static byte luma(int t) {
    return (byte) (16 + (66 * (t >> 16 & 255) + 129 * (t >> 8 & 255) + 25 * (t & 255) + 128 >> 8));
  }
}
