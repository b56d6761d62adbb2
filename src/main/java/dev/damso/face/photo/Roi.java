package dev.damso.face.photo;

/**
 * A square of a photo, turned.
 *
 * @param x its middle, pixels
 * @param y its middle, pixels
 * @param size of a side, pixels
 * @param angle radians, clockwise
 */
record Roi(double x, double y, double size, double angle) {
  /** Where in the photo a point of the square lies; 0 to 1 each way. */
  double[] toPhoto(double across, double down) {
    double dx = (across - .5) * size;
    double dy = (down - .5) * size;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return new double[] {x + dx * cos - dy * sin, y + dx * sin + dy * cos};
  }

  /** Moved, scaled and turned a little. */
  Roi varied(double right, double down, double scale, double turn) {
    return new Roi(x + right * size, y + down * size, size * scale, angle + turn);
  }

  /**
   * The square's pixels, each the mean of what it covers.
   *
   * @param mirrored left and right exchanged
   * @return [side][side][3], values from {@code low} to {@code high}; outside of the photo black
   */
  float[] pixels(Photo photo, int side, double low, double high, boolean mirrored) {
    int taps = Math.clamp(Math.round(size / side), 1, 8);
    float[] pixels = new float[side * side * 3];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int at = 3 * (row * side + (mirrored ? side - 1 - column : column));
        for (int k = 0; k < taps * taps; k++) {
          double[] p =
              toPhoto(
                  (column + (k % taps + .5) / taps) / side,
                  (row + (Math.floorDiv(k, taps) + .5) / taps) / side);
          if (p[0] < 0 || p[1] < 0 || p[0] >= photo.width() || p[1] >= photo.height()) {
            continue;
          }
          for (int c = 0; c < 3; c++) {
            pixels[at + c] += (float) photo.sample(p[0], p[1], c);
          }
        }
        for (int c = 0; c < 3; c++) {
          pixels[at + c] = (float) (low + (high - low) * pixels[at + c] / (255.0 * taps * taps));
        }
      }
    }
    return pixels;
  }
}
