package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;
import org.jspecify.annotations.Nullable;

/** Draws opaque triangles: the nearest at each pixel's centre stays. */
final class SolidFill {
  private static final float FIXED = Pixels.FIXED;
  private static final long[] NO_TEXELS = new long[1];

  private final AvatarBundle avatar;
  private final VertexStage vertices;
  private final byte[] levels;
  private final Canvas canvas;
  private final Triangle triangle;
  private final float[] noUv;
  private final Plane z = new Plane();
  private final Plane u = new Plane();
  private final Plane v = new Plane();
  private final Plane light = new Plane();
  private final Plane gloss = new Plane();
  private final Plane glintU = new Plane();
  private final Plane glintV = new Plane();

  /**
   * @param levels of texture, one for each triangle
   */
  SolidFill(AvatarBundle avatar, VertexStage vertices, byte[] levels, Canvas canvas) {
    this.avatar = avatar;
    this.vertices = vertices;
    this.levels = levels;
    this.canvas = canvas;
    triangle = new Triangle(vertices.screen, canvas.length, canvas.rows);
    noUv = new float[avatar.vertexCount()];
  }

  /** From now on only {@code region} is drawn on. */
  void clip(Region region) {
    triangle.clip(region);
  }

  /** Draws but for what the front layers hide. */
  void draw(MeshGroup group) {
    int[] indices = avatar.indices;
    boolean skin = group.material() == Material.SKIN;
    for (int k = group.firstIndex(); k < group.endIndex(); k += 3) {
      if (triangle.set(indices[k], indices[k + 1], indices[k + 2], skin)) {
        if (skin) {
          skin(group, levels[k / 3]);
        } else {
          plain(group, levels[k / 3]);
        }
      }
    }
  }

  /**
   * Draws only how far away the skin is.
   *
   * @param above decimetres; what reaches below is left out
   */
  void depth(MeshGroup skin, float above) {
    int[] indices = avatar.indices;
    float[] depth = canvas.depth;
    Triangle t = triangle;
    for (int k = skin.firstIndex(); k < skin.endIndex(); k += 3) {
      if (avatar.positions[3 * indices[k] + 1] < above
          || !t.set(indices[k], indices[k + 1], indices[k + 2], true)) {
        continue;
      }
      z.setDepth(t, vertices.screen, 0);
      for (int y = t.top; y <= t.bottom; y++) {
        t.row(y);
        int left = t.left;
        int right = t.right;
        if (left < right) {
          canvas.touch(y, left, right);
        }
        float far = z.in(t, left, y);
        for (int o = y * canvas.length + left; o < y * canvas.length + right; o++) {
          depth[o] = Math.max(depth[o], far);
          far += z.right;
        }
      }
    }
  }

  private void skin(MeshGroup group, int level) {
    Triangle t = triangle;
    long[] texels = texels(group.texture(), level);
    int shift = shift(group.texture(), level);
    surface(vertices.u, vertices.v, level);
    gloss.set(t, vertices.gloss, FIXED);
    int[] color = canvas.color;
    float[] depth = canvas.depth;
    float[] over = canvas.front.through;
    float zStep = z.right;
    int uStep = (int) u.right;
    int vStep = (int) v.right;
    int lightStep = (int) light.right;
    int glossStep = (int) gloss.right;
    for (int y = t.top; y <= t.bottom; y++) {
      if (!t.span(y, over)) {
        continue;
      }
      canvas.touch(y, t.from, t.to);
      int skipped = t.from - t.start;
      float z0 = z.in(t, t.start, y);
      int tu = (int) u.in(t, t.start, y) + skipped * uStep;
      int tv = (int) v.in(t, t.start, y) + skipped * vStep;
      int lit = (int) light.in(t, t.start, y) + skipped * lightStep;
      int shining = (int) gloss.in(t, t.start, y) + skipped * glossStep;
      int first = y * canvas.length + t.start;
      int end = y * canvas.length + t.to;
      for (int o = first + skipped; o < end; o++) {
        float far = z0 + zStep * (o - first);
        if (far > depth[o]) {
          depth[o] = far;
          long texel = Pixels.sample(texels, shift, tu, tv);
          int shine = (shining >> 16) * Pixels.alpha(texel) >> 8;
          color[o] = Pixels.shadeSkin(texel, lit >> 16, shine);
        }
        tu += uStep;
        tv += vStep;
        lit += lightStep;
        shining += glossStep;
      }
    }
  }

  /** All other materials; they cover less. */
  private void plain(MeshGroup group, int level) {
    Triangle t = triangle;
    Texture texture = group.texture();
    Texture glint = group.glint();
    long flat = Pixels.spread(group.color());
    long[] texels = texels(texture, level);
    int shift = shift(texture, level);
    surface(texture == null ? noUv : vertices.u, texture == null ? noUv : vertices.v, level);
    int[] color = canvas.color;
    float[] depth = canvas.depth;
    float[] over = canvas.front.through;
    float zStep = z.right;
    int uStep = (int) u.right;
    int vStep = (int) v.right;
    int lightStep = (int) light.right;
    for (int y = t.top; y <= t.bottom; y++) {
      if (!t.span(y, over)) {
        continue;
      }
      canvas.touch(y, t.from, t.to);
      int skipped = t.from - t.start;
      float z0 = z.in(t, t.start, y);
      int tu = (int) u.in(t, t.start, y) + skipped * uStep;
      int tv = (int) v.in(t, t.start, y) + skipped * vStep;
      int lit = (int) light.in(t, t.start, y) + skipped * lightStep;
      int first = y * canvas.length + t.start;
      int end = y * canvas.length + t.to;
      for (int o = first + skipped; o < end; o++) {
        float far = z0 + zStep * (o - first);
        if (far > depth[o]) {
          depth[o] = far;
          long texel = texture == null ? flat : Pixels.sample(texels, shift, tu, tv);
          color[o] = Pixels.shade(texel, lit >> 16);
        }
        tu += uStep;
        tv += vStep;
        lit += lightStep;
      }
      if (glint != null) {
        glint(glint, y);
      }
    }
  }

  /** What all materials have: depth, texture, light. */
  private void surface(float[] us, float[] vs, int level) {
    z.setDepth(triangle, vertices.screen, 0);
    u.setTexel(triangle, us, level);
    v.setTexel(triangle, vs, level);
    light.set(triangle, vertices.light, 256 * FIXED);
  }

  /** Adds the glints of an eye to what was just drawn of it. */
  private void glint(Texture glint, int y) {
    Triangle t = triangle;
    float[] uvs = avatar.uvs;
    float across = glint.width() * FIXED;
    float down = glint.height() * FIXED;
    float half = FIXED / 2;
    glintU.set(
        t,
        uvs[2 * t.a] * across - half,
        uvs[2 * t.b] * across - half,
        uvs[2 * t.c] * across - half);
    glintV.set(
        t,
        uvs[2 * t.a + 1] * down - half,
        uvs[2 * t.b + 1] * down - half,
        uvs[2 * t.c + 1] * down - half);
    int uStep = (int) glintU.right;
    int vStep = (int) glintV.right;
    int skipped = t.from - t.start;
    int tu = (int) glintU.in(t, t.start, y) + skipped * uStep;
    int tv = (int) glintV.in(t, t.start, y) + skipped * vStep;
    float z0 = z.in(t, t.start, y);
    for (int x = t.from; x < t.to; x++) {
      int o = y * canvas.length + x;
      if (z0 + z.right * (x - t.start) == canvas.depth[o]) {
        int shine = Pixels.blue(Pixels.sample(glint.levels()[0], glint.rowShift(0), tu, tv));
        canvas.color[o] = Pixels.screen(canvas.color[o], shine);
      }
      tu += uStep;
      tv += vStep;
    }
  }

  private static long[] texels(@Nullable Texture texture, int level) {
    return texture == null ? NO_TEXELS : texture.levels()[level];
  }

  private static int shift(@Nullable Texture texture, int level) {
    return texture == null ? 0 : texture.rowShift(level);
  }
}
