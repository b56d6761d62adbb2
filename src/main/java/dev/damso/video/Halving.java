package dev.damso.video;

/** Pictures of half the width and height, each pixel the mean of four. */
final class Halving {
  private Halving() {}

  /**
   * @param i420 three planes, {@code width}×{@code height} and two of a quarter
   * @return as much for {@code width/2 & ~1} × {@code height/2 & ~1}
   */
  static byte[] of(byte[] i420, int width, int height) {
    int columns = width / 2 & ~1;
    int rows = height / 2 & ~1;
    byte[] out = new byte[columns * rows * 3 / 2];
    int from = 0;
    int to = 0;
    for (int plane = 0; plane < 3; plane++) {
      int stride = plane == 0 ? width : width / 2;
      int wide = plane == 0 ? columns : columns / 2;
      int high = plane == 0 ? rows : rows / 2;
      for (int y = 0; y < high; y++) {
        int at = from + 2 * y * stride;
        for (int x = 0; x < wide; x++, at += 2) {
          int sum =
              (i420[at] & 0xff)
                  + (i420[at + 1] & 0xff)
                  + (i420[at + stride] & 0xff)
                  + (i420[at + stride + 1] & 0xff);
          out[to++] = (byte) ((sum + 2) / 4);
        }
      }
      from += stride * (plane == 0 ? height : height / 2);
    }
    return out;
  }
}
