package dev.damso.face.photo;

/**
 * A decoded picture, upright.
 *
 * @param rgb row by row, 0xRRGGBB; not to be changed
 */
public record Photo(int width, int height, int[] rgb) {
  /** The colour at a place, clamped to the picture: {@code channel} 0 red, 1 green, 2 blue. */
  int channel(int x, int y, int channel) {
    int cx = Math.clamp(x, 0, width - 1);
    int cy = Math.clamp(y, 0, height - 1);
    return rgb[cy * width + cx] >> 16 - 8 * channel & 255;
  }

  /**
   * Between the four nearest pixels.
   *
   * @param x pixels; .5 is the middle of the first
   */
  double sample(double x, double y, int channel) {
    double px = x - .5;
    double py = y - .5;
    int left = (int) Math.floor(px);
    int top = (int) Math.floor(py);
    double across = px - left;
    double down = py - top;
    double upper =
        channel(left, top, channel) * (1 - across) + channel(left + 1, top, channel) * across;
    double lower =
        channel(left, top + 1, channel) * (1 - across)
            + channel(left + 1, top + 1, channel) * across;
    return upper * (1 - down) + lower * down;
  }

  /** The colour between the four nearest pixels. */
  int sample(double x, double y) {
    int color = 0;
    for (int c = 0; c < 3; c++) {
      color = color << 8 | (int) Math.round(sample(x, y, c));
    }
    return color;
  }
}
