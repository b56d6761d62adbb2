package dev.damso.face.render;

/** A value that grows evenly across a triangle. Used again for each triangle. */
final class Plane {
  private float at;

  /** What it grows by from a pixel to its right neighbour. */
  float right;

  private float down;

  /** Takes the values at the corners a, b, c. */
  void set(Triangle t, float a, float b, float c) {
    at = a;
    right = t.growthRight(a, b, c);
    down = t.growthDown(a, b, c);
  }

  /** As {@link #set(Triangle, float, float, float)}, of what vertices have, times {@code scale}. */
  void set(Triangle t, float[] values, float scale) {
    set(t, values[t.a] * scale, values[t.b] * scale, values[t.c] * scale);
  }

  /** Of texels, in fixed point, less half a texel. */
  void setTexel(Triangle t, float[] texels, int level) {
    set(t, texels, Pixels.FIXED / (1 << level));
    at -= Pixels.FIXED / 2;
  }

  /** The depth of the corners. */
  void setDepth(Triangle t, float[] screen, float nearer) {
    set(
        t,
        screen[3 * t.a + 2] + nearer,
        screen[3 * t.b + 2] + nearer,
        screen[3 * t.c + 2] + nearer);
  }

  /** The value at the middle of a pixel. */
  float in(Triangle t, int x, int y) {
    return at + right * (x + .5f - t.x0) + down * (y + .5f - t.y0);
  }
}
