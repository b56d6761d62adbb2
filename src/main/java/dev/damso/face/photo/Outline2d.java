package dev.damso.face.photo;

/**
 * A closed line of straight pieces.
 *
 * @param points [n][2]
 */
record Outline2d(double[][] points) {
  boolean contains(double x, double y) {
    boolean inside = false;
    for (int k = 0, before = points.length - 1; k < points.length; before = k++) {
      double[] a = points[k];
      double[] b = points[before];
      if (a[1] > y != b[1] > y && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]) {
        inside = !inside;
      }
    }
    return inside;
  }

  /** Larger or smaller, about its middle. */
  Outline2d scaled(double by) {
    double[] middle = middle();
    double[][] scaled = new double[points.length][];
    for (int k = 0; k < points.length; k++) {
      scaled[k] =
          new double[] {
            middle[0] + by * (points[k][0] - middle[0]), middle[1] + by * (points[k][1] - middle[1])
          };
    }
    return new Outline2d(scaled);
  }

  double[] middle() {
    double[] middle = new double[2];
    for (double[] p : points) {
      middle[0] += p[0] / points.length;
      middle[1] += p[1] / points.length;
    }
    return middle;
  }
}
