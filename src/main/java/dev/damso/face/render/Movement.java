package dev.damso.face.render;

import java.util.Arrays;

/**
 * Finds what of a face has moved since the last picture: one region above the nose and one below,
 * or one of both where that is less to draw. Belongs to one {@link Rasterizer}.
 */
final class Movement {
  private final AvatarBundle avatar;
  private final VertexStage now;
  private final float[] screen;
  private final float[] light;
  private final float[] gloss;
  private final float[] u;
  private final float[] v;
  private final boolean[] moved;
  private final float noseY;
  private Region upper = Region.NOTHING;
  private Region lower = Region.NOTHING;

  Movement(AvatarBundle avatar, VertexStage now) {
    this.avatar = avatar;
    this.now = now;
    screen = now.screen.clone();
    light = now.light.clone();
    gloss = now.gloss.clone();
    u = now.u.clone();
    v = now.v.clone();
    moved = new boolean[light.length];
    noseY = avatar.noseY();
  }

  /** Takes the vertices as they are for the last picture's. */
  void remember() {
    copy(now.screen, screen);
    copy(now.light, light);
    copy(now.gloss, gloss);
    copy(now.u, u);
    copy(now.v, v);
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }

  /** What has moved since {@link #remember}; then remembers. */
  Region[] regions() {
    upper = Region.NOTHING;
    lower = Region.NOTHING;
    Arrays.fill(moved, false);
    for (int k = 0; k < moved.length; k++) {
      moved[k] =
          now.screen[3 * k] != screen[3 * k]
              || now.screen[3 * k + 1] != screen[3 * k + 1]
              || now.screen[3 * k + 2] != screen[3 * k + 2]
              || now.light[k] != light[k]
              || now.u[k] != u[k]
              || now.v[k] != v[k]
              || k < gloss.length && now.gloss[k] != gloss[k];
    }
    int[] indices = avatar.indices;
    for (int k = 0; k < indices.length; k += 3) {
      if (moved[indices[k]] || moved[indices[k + 1]] || moved[indices[k + 2]]) {
        add(indices[k], indices[k + 1], indices[k + 2]);
      }
    }
    remember();
    Region both = upper.with(lower);
    boolean together = both.area() <= upper.area() + lower.area();
    return together ? new Region[] {both} : new Region[] {upper, lower};
  }

  private void add(int a, int b, int c) {
    Region both = box(now.screen, a, b, c).with(box(screen, a, b, c));
    if (avatar.positions[3 * a + 1] > noseY) {
      upper = upper.with(both);
    } else {
      lower = lower.with(both);
    }
  }

  private static Region box(float[] s, int a, int b, int c) {
    return new Region(
        (int) Math.floor(Math.min(s[3 * a], Math.min(s[3 * b], s[3 * c]))),
        (int) Math.ceil(Math.max(s[3 * a], Math.max(s[3 * b], s[3 * c]))),
        (int) Math.floor(Math.min(s[3 * a + 1], Math.min(s[3 * b + 1], s[3 * c + 1]))),
        (int) Math.ceil(Math.max(s[3 * a + 1], Math.max(s[3 * b + 1], s[3 * c + 1]))));
  }
}
