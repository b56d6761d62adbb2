package dev.damso.face.render;

import java.util.Arrays;

/**
 * What one picture is drawn on: opaque colours with their depth, and over them layers. The front
 * layers and what lies under all that moves stay from picture to picture. Belongs to one {@link
 * Rasterizer}.
 *
 * <p>It lies on its side: its rows are the picture's columns, from left to right, each from top to
 * bottom. So the triangles of hair, long and hanging, have a quarter of the rows.
 */
final class Canvas {
  /** Pixels of a row: the picture's height. */
  final int length;

  /** The picture's width. */
  final int rows;

  /** Row by row, RGB. */
  final int[] color;

  /** Greater is nearer. */
  final float[] depth;

  /** Over everything else. */
  final Layers front;

  /** Between the front layers and the opaque colours. */
  final Layers rest;

  /** Shared, never written. */
  private final int[] backdrop;

  /** The backdrop with what is kept in it. */
  private final int[] background;

  private final float[] backgroundDepth;
  private final int[] keptFirst;
  private final int[] keptEnd;

  /** The background with what is kept. */
  private final int[] under;

  private final float[] underDepth;
  private final int[] underFirst;
  private final int[] underEnd;

  /** Of each row, the pixels that were drawn on: from first to before end. */
  private final int[] first;

  private final int[] end;

  /**
   * @param backdrop RGB, row by row
   */
  Canvas(int[] backdrop, int length, int rows) {
    this.length = length;
    this.rows = rows;
    this.backdrop = backdrop;
    background = backdrop.clone();
    keptFirst = new int[rows];
    keptEnd = new int[rows];
    color = backdrop.clone();
    depth = new float[length * rows];
    Arrays.fill(depth, Float.NEGATIVE_INFINITY);
    backgroundDepth = depth.clone();
    under = backdrop.clone();
    underDepth = depth.clone();
    underFirst = new int[rows];
    underEnd = new int[rows];
    Arrays.fill(underFirst, length);
    front = new Layers(length, rows);
    rest = new Layers(length, rows);
    first = new int[rows];
    end = new int[rows];
    Arrays.fill(first, length);
  }

  /** Takes what {@link #keepInBackground} kept out of the background; all else is to be cleared. */
  void clearBackground() {
    for (int y = 0; y < rows; y++) {
      int from = y * length + keptFirst[y];
      int n = Math.max(0, keptEnd[y] - keptFirst[y]);
      System.arraycopy(backdrop, from, background, from, n);
      System.arraycopy(backdrop, from, under, from, n);
      System.arraycopy(backdrop, from, color, from, n);
      Arrays.fill(backgroundDepth, from, from + n, Float.NEGATIVE_INFINITY);
      Arrays.fill(underDepth, from, from + n, Float.NEGATIVE_INFINITY);
      Arrays.fill(depth, from, from + n, Float.NEGATIVE_INFINITY);
      if (n > 0) {
        touch(y, keptFirst[y], keptEnd[y]);
      }
    }
  }

  /** Makes what is drawn part of the background. */
  void keepInBackground() {
    for (int y = 0; y < rows; y++) {
      keptFirst[y] = Math.min(first[y], end[y]);
      keptEnd[y] = end[y];
      int from = y * length + keptFirst[y];
      int n = keptEnd[y] - keptFirst[y];
      System.arraycopy(color, from, background, from, n);
      System.arraycopy(depth, from, backgroundDepth, from, n);
      System.arraycopy(color, from, under, from, n);
      System.arraycopy(depth, from, underDepth, from, n);
    }
  }

  /** Makes the layers that are not in front part of what lies under all that moves. */
  void keepUnder() {
    for (int y = 0; y < rows; y++) {
      underFirst[y] = rest.first[y];
      underEnd[y] = rest.end[y];
      for (int o = y * length + rest.first[y]; o < y * length + rest.end[y]; o++) {
        if (rest.through[o] != 1) {
          under[o] = rest.over(background[o], o);
          underDepth[o] = Math.max(backgroundDepth[o], rest.nearest[o]);
        }
      }
    }
  }

  /** Takes away all but the background. */
  void clearAll() {
    for (int y = 0; y < rows; y++) {
      int from = y * length + underFirst[y];
      int to = y * length + underEnd[y];
      if (from < to) {
        System.arraycopy(background, from, under, from, to - from);
        System.arraycopy(backgroundDepth, from, underDepth, from, to - from);
        touch(y, underFirst[y], underEnd[y]);
      }
      underFirst[y] = length;
      underEnd[y] = 0;
    }
    clear();
    front.clear();
  }

  /** Takes away all but what is kept and the front layers. */
  void clear() {
    for (int y = 0; y < rows; y++) {
      int from = y * length + first(y);
      int to = y * length + end(y);
      if (from < to) {
        System.arraycopy(under, from, color, from, to - from);
        System.arraycopy(underDepth, from, depth, from, to - from);
      }
      first[y] = length;
      end[y] = 0;
    }
    rest.clear();
  }

  /** The whole of it. */
  Region all() {
    return new Region(0, length, 0, rows);
  }

  /** Does in a part of it what {@link #clear} does; what was touched is still to be cleared. */
  void clear(Region part) {
    int n = part.right() - part.left();
    for (int y = part.top(); y < part.bottom(); y++) {
      int from = y * length + part.left();
      System.arraycopy(under, from, color, from, n);
      System.arraycopy(underDepth, from, depth, from, n);
      rest.clear(from, from + n);
    }
  }

  /** Does in a part of it what {@link #flatten()} does. */
  void flatten(Region part) {
    for (int y = part.top(); y < part.bottom(); y++) {
      flatten(y * length + part.left(), y * length + part.right());
    }
  }

  /** Says that pixels of row {@code y} are drawn on, from {@code left} to before {@code right}. */
  void touch(int y, int left, int right) {
    if (left < first[y]) {
      first[y] = left;
    }
    if (right > end[y]) {
      end[y] = right;
    }
  }

  /** The first pixel of a row that differs from the background. */
  int first(int y) {
    return Math.min(Math.min(first[y], underFirst[y]), Math.min(front.first[y], rest.first[y]));
  }

  /** Past the last pixel of a row that differs; not more than {@link #first} where none does. */
  int end(int y) {
    return Math.max(Math.max(end[y], underEnd[y]), Math.max(front.end[y], rest.end[y]));
  }

  /** Puts the layers onto the opaque colours. */
  void flatten() {
    for (int y = 0; y < rows; y++) {
      int from = y * length + Math.min(front.first[y], rest.first[y]);
      int to = y * length + Math.max(front.end[y], rest.end[y]);
      touch(y, from - y * length, to - y * length);
      flatten(from, to);
    }
  }

  private void flatten(int from, int to) {
    float[] nearer = front.through;
    float[] farther = rest.through;
    for (int o = from; o < to; o++) {
      if (nearer[o] != 1 || farther[o] != 1) {
        color[o] = front.over(rest, o, color[o]);
      }
    }
  }
}
