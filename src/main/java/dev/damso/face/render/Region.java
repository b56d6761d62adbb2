package dev.damso.face.render;

/**
 * A part of a {@link Canvas}: pixels {@code left} to before {@code right} of rows {@code top} to
 * before {@code bottom}.
 */
record Region(int left, int right, int top, int bottom) {
  static final Region NOTHING =
      new Region(Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE);

  boolean isEmpty() {
    return left >= right || top >= bottom;
  }

  int area() {
    return isEmpty() ? 0 : (right - left) * (bottom - top);
  }

  Region with(Region o) {
    return new Region(
        Math.min(left, o.left),
        Math.max(right, o.right),
        Math.min(top, o.top),
        Math.max(bottom, o.bottom));
  }

  /** Larger by {@code by} pixels on each side, with even corners, within {@code all}. */
  Region grown(int by, Region all) {
    return new Region(
        Math.max(all.left, left - by & ~1),
        Math.min(all.right, right + by + 1 & ~1),
        Math.max(all.top, top - by & ~1),
        Math.min(all.bottom, bottom + by + 1 & ~1));
  }
}
