package dev.damso.tts;

import java.util.ArrayList;
import java.util.List;

/**
 * The pieces in which a clause is made: a short one, so that sound starts early, then longer and
 * longer ones, each made while the one before it plays.
 *
 * @param first frames of the first one
 * @param most frames of the longest
 * @param whole frames up to which all is one window
 */
public record Windows(int first, int most, int whole) {
  private static final double GROWTH = 1.7;

  /**
   * @param from first frame to be heard
   * @param to end of the last
   * @return bounds of the windows: one more than there are windows
   */
  public List<Integer> bounds(int from, int to) {
    if (to - from <= whole) {
      return List.of(from, to);
    }
    List<Integer> bounds = new ArrayList<>(List.of(from));
    int length = first;
    // A rest of less than half a window is not worth one.
    for (int at = from;
        to - at > length * 3 / 2;
        length = Math.min(most, (int) (length * GROWTH))) {
      at += length;
      bounds.add(at);
    }
    bounds.add(to);
    return bounds;
  }

  /** Columns {@code from} to {@code from + n} of a matrix of {@code rows}: frames of features. */
  public static float[] columns(float[] matrix, int rows, int from, int n) {
    int width = matrix.length / rows;
    float[] part = new float[rows * n];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix, row * width + from, part, row * n, n);
    }
    return part;
  }
}
