package dev.damso.face.photo;

/**
 * The part of a photo that is shown: 16:9, of which narrower pictures show the middle.
 *
 * @param x its middle, pixels of the photo
 * @param y its middle, pixels of the photo
 * @param height pixels of the photo
 */
record Framing(double x, double y, double height) {
  static final double ASPECT = 16 / 9.0;

  /** What a face has of the height of the picture: wanted, and at most. */
  private static final double FACE = .44;

  private static final double MOST_FACE = .64;

  /** The middle of the face is so far below the middle of the picture, of its height. */
  private static final double LOWER = .02;

  static Framing of(Photo photo, FaceLandmarks.Face face) {
    double[] forehead = face.at(10);
    double[] chin = face.at(152);
    double size = face.distance(10, 152);
    double height =
        Math.clamp(size / FACE, size / MOST_FACE, Math.max(photo.height(), size / MOST_FACE));
    double y = (forehead[1] + chin[1]) / 2 - LOWER * height;
    double low = height / 2;
    double high = photo.height() - height / 2;
    y = low <= high ? Math.clamp(y, low, high) : photo.height() / 2.0;
    return new Framing((forehead[0] + chin[0]) / 2, y, height);
  }

  double width() {
    return height * ASPECT;
  }

  /** From 0 to 1 across the frame. */
  double u(double px) {
    return (px - x) / width() + .5;
  }

  double v(double py) {
    return (py - y) / height + .5;
  }

  /** The pixel of the photo. */
  double px(double u) {
    return x + (u - .5) * width();
  }

  double py(double v) {
    return y + (v - .5) * height;
  }
}
