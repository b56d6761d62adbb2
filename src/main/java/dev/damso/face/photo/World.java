package dev.damso.face.photo;

/**
 * The space that an avatar of a photo stands in: its camera sees each point where the photo has it.
 * Decimetres of the rig; the middle of the frame is the origin.
 *
 * @param scale pixels of the photo in a decimetre
 * @param depth pixels, of what stands in the plane of the origin
 */
record World(Framing framing, double scale, double depth) {
  static final double DISTANCE = 15;

  /** The camera's vertical angle of view, degrees. */
  double fieldOfView() {
    return Math.toDegrees(2 * Math.atan(framing.height() / scale / 2 / DISTANCE));
  }

  /**
   * @param p pixels right and down, and to the viewer
   */
  float[] at(double[] p) {
    double z = (p[2] - depth) / scale;
    double nearer = (DISTANCE - z) / DISTANCE / scale;
    return new float[] {
      (float) ((p[0] - framing.x()) * nearer), (float) ((framing.y() - p[1]) * nearer), (float) z
    };
  }
}
