package dev.damso.face.photo;

/**
 * The smoothest movement of the plane that moves given points as given (Bookstein 1989), not quite,
 * where it is smoothed. Immutable.
 */
final class ThinPlateSpline {
  private final double[][] points;
  private final double[][] weights; // [2][points + 3]

  /**
   * @param points [n][2 or more] x, y
   * @param moves [n][2] how far each is moved
   * @param smoothing [n] 0: exactly; in units of the kernel, pixels squared
   */
  ThinPlateSpline(double[][] points, double[][] moves, double[] smoothing) {
    this.points = points;
    int n = points.length;
    double[][] a = new double[n + 3][n + 5]; // the last two columns: what is to come out
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        a[i][k] = kernel(points[i][0] - points[k][0], points[i][1] - points[k][1]);
      }
      a[i][i] += smoothing[i];
      double[] affine = {1, points[i][0], points[i][1]};
      for (int c = 0; c < 3; c++) {
        a[i][n + c] = affine[c];
        a[n + c][i] = affine[c];
      }
      a[i][n + 3] = moves[i][0];
      a[i][n + 4] = moves[i][1];
    }
    solve(a, n + 3);
    weights = new double[2][n + 3];
    for (int i = 0; i < n + 3; i++) {
      weights[0][i] = a[i][n + 3];
      weights[1][i] = a[i][n + 4];
    }
  }

  /** How far a place is moved. */
  double[] at(double x, double y) {
    int n = points.length;
    double[] move = new double[2];
    for (int c = 0; c < 2; c++) {
      move[c] = weights[c][n] + weights[c][n + 1] * x + weights[c][n + 2] * y;
    }
    for (int k = 0; k < n; k++) {
      double u = kernel(x - points[k][0], y - points[k][1]);
      move[0] += weights[0][k] * u;
      move[1] += weights[1][k] * u;
    }
    return move;
  }

  private static double kernel(double dx, double dy) {
    double squared = dx * dx + dy * dy;
    return squared == 0 ? 0 : .5 * squared * Math.log(squared);
  }

  /** Gauss and Jordan, with pivots. */
  private static void solve(double[][] a, int n) {
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        if (Math.abs(a[row][column]) > Math.abs(a[pivot][column])) {
          pivot = row;
        }
      }
      double[] swap = a[column];
      a[column] = a[pivot];
      a[pivot] = swap;
      double[] from = a[column];
      for (int row = 0; row < n; row++) {
        double factor = row == column ? 0 : a[row][column] / from[column];
        if (factor != 0) {
          for (int k = column; k < a[row].length; k++) {
            a[row][k] -= factor * from[k];
          }
        }
      }
    }
    for (int row = 0; row < n; row++) {
      for (int k = n; k < a[row].length; k++) {
        a[row][k] /= a[row][row];
      }
    }
  }
}
