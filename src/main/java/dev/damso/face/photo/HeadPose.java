package dev.damso.face.photo;

/**
 * How a rig's head stands in a photo: turned, scaled, moved, in parallel projection. Its axes are x
 * right, y up, z to the viewer.
 *
 * @param rotation [3][3]
 * @param scale pixels of a decimetre
 * @param move pixels
 */
record HeadPose(double[][] rotation, double scale, double[] move) {

  /**
   * The best in the sense of least squares (Horn 1987, by unit quaternions).
   *
   * @param from [n][3] of the rig
   * @param to [n][3] of the photo
   */
  static HeadPose of(double[][] from, double[][] to) {
    double[] a = mean(from);
    double[] b = mean(to);
    double[][] s = new double[3][3];
    double spread = 0;
    for (int k = 0; k < from.length; k++) {
      for (int i = 0; i < 3; i++) {
        spread += (from[k][i] - a[i]) * (from[k][i] - a[i]);
        for (int j = 0; j < 3; j++) {
          s[i][j] += (from[k][i] - a[i]) * (to[k][j] - b[j]);
        }
      }
    }
    double[][] r = matrix(turn(s));
    double along = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        along += r[j][i] * s[i][j];
      }
    }
    double scale = along / spread;
    double[] turned = apply(r, a);
    double[] move = new double[3];
    for (int i = 0; i < 3; i++) {
      move[i] = b[i] - scale * turned[i];
    }
    return new HeadPose(r, scale, move);
  }

  private static double[] mean(double[][] points) {
    double[] mean = new double[3];
    for (double[] p : points) {
      for (int i = 0; i < 3; i++) {
        mean[i] += p[i] / points.length;
      }
    }
    return mean;
  }

  /** The quaternion: the eigenvector of Horn's matrix with the largest value, by powers of it. */
  private static double[] turn(double[][] s) {
    double[][] n = {
      {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
      {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
      {s[2][0] - s[0][2], s[0][1] + s[1][0], -s[0][0] + s[1][1] - s[2][2], s[1][2] + s[2][1]},
      {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], -s[0][0] - s[1][1] + s[2][2]}
    };
    double shift = 0;
    for (double[] row : n) {
      for (double value : row) {
        shift += Math.abs(value);
      }
    }
    double[] q = {1, 0, 0, 0};
    for (int step = 0; step < 2_000; step++) {
      double[] next = new double[4];
      double length = 0;
      for (int i = 0; i < 4; i++) {
        next[i] = shift * q[i];
        for (int j = 0; j < 4; j++) {
          next[i] += n[i][j] * q[j];
        }
        length += next[i] * next[i];
      }
      for (int i = 0; i < 4; i++) {
        q[i] = next[i] / Math.sqrt(length);
      }
    }
    return q;
  }

  private static double[][] matrix(double[] q) {
    double w = q[0];
    double x = q[1];
    double y = q[2];
    double z = q[3];
    return new double[][] {
      {1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
      {2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
      {2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}
    };
  }

  private static double[] apply(double[][] r, double[] p) {
    double[] out = new double[3];
    for (int i = 0; i < 3; i++) {
      out[i] = r[i][0] * p[0] + r[i][1] * p[1] + r[i][2] * p[2];
    }
    return out;
  }

  /** Where a point of the rig stands, pixels. */
  double[] at(double[] rig) {
    double[] p = apply(rotation, rig);
    for (int i = 0; i < 3; i++) {
      p[i] = scale * p[i] + move[i];
    }
    return p;
  }

  /** As {@link #at}, of a way instead of a place. */
  double[] way(double[] rig) {
    double[] p = apply(rotation, rig);
    for (int i = 0; i < 3; i++) {
      p[i] *= scale;
    }
    return p;
  }

  /** Radians that the face looks to a side. */
  double yaw() {
    return Math.atan2(rotation[0][2], rotation[2][2]);
  }

  /** Radians that it looks up. */
  double pitch() {
    return Math.asin(Math.clamp(rotation[1][2], -1, 1));
  }
}
