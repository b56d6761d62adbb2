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
    float[] s = vertices.screen;
    float[] depth = canvas.depth;
    Triangle t = triangle;
    for (int k = skin.firstIndex(); k < skin.endIndex(); k += 3) {
      if (avatar.positions[3 * indices[k] + 1] < above
          || !t.set(indices[k], indices[k + 1], indices[k + 2], true)) {
        continue;
      }
      float za = s[3 * t.a + 2];
      float zb = s[3 * t.b + 2];
      float zc = s[3 * t.c + 2];
      float zx = t.growthRight(za, zb, zc);
      float zy = t.growthDown(za, zb, zc);
      for (int y = t.top; y <= t.bottom; y++) {
        t.row(y);
        int left = t.left;
        int right = t.right;
        if (left < right) {
          canvas.touch(y, left, right);
        }
        float z = za + zx * (left + .5f - t.x0) + zy * (y + .5f - t.y0);
        for (int o = y * canvas.length + left; o < y * canvas.length + right; o++) {
          depth[o] = Math.max(depth[o], z);
          z += zx;
        }
      }
    }
  }

  private void skin(MeshGroup group, int level) {
    Triangle t = triangle;
    int a = t.a;
    int b = t.b;
    int c = t.c;
    long[] texels = texels(group.texture(), level);
    int shift = shift(group.texture(), level);
    float scale = FIXED / (1 << level);
    float[] s = vertices.screen;
    float za = s[3 * a + 2];
    float zb = s[3 * b + 2];
    float zc = s[3 * c + 2];
    float zx = t.growthRight(za, zb, zc);
    float zy = t.growthDown(za, zb, zc);
    float ua = vertices.u[a];
    float ub = vertices.u[b];
    float uc = vertices.u[c];
    float ux = t.growthRight(ua, ub, uc) * scale;
    float uy = t.growthDown(ua, ub, uc) * scale;
    float u0 = ua * scale - FIXED / 2;
    float va = vertices.v[a];
    float vb = vertices.v[b];
    float vc = vertices.v[c];
    float vx = t.growthRight(va, vb, vc) * scale;
    float vy = t.growthDown(va, vb, vc) * scale;
    float v0 = va * scale - FIXED / 2;
    float la = vertices.light[a] * (256 * FIXED);
    float lb = vertices.light[b] * (256 * FIXED);
    float lc = vertices.light[c] * (256 * FIXED);
    float lx = t.growthRight(la, lb, lc);
    float ly = t.growthDown(la, lb, lc);
    float ga = vertices.gloss[a] * FIXED;
    float gb = vertices.gloss[b] * FIXED;
    float gc = vertices.gloss[c] * FIXED;
    float gx = t.growthRight(ga, gb, gc);
    float gy = t.growthDown(ga, gb, gc);
    int[] color = canvas.color;
    float[] depth = canvas.depth;
    float[] over = canvas.front.through;
    int uStep = (int) ux;
    int vStep = (int) vx;
    int lightStep = (int) lx;
    int glossStep = (int) gx;
    for (int y = t.top; y <= t.bottom; y++) {
      int row = y * canvas.length;
      if (!t.span(y, over)) {
        continue;
      }
      canvas.touch(y, t.from, t.to);
      int skipped = t.from - t.start;
      float dx = t.start + .5f - t.x0;
      float dy = y + .5f - t.y0;
      float z0 = za + zx * dx + zy * dy;
      int u = (int) (u0 + ux * dx + uy * dy) + skipped * uStep;
      int v = (int) (v0 + vx * dx + vy * dy) + skipped * vStep;
      int light = (int) (la + lx * dx + ly * dy) + skipped * lightStep;
      int gloss = (int) (ga + gx * dx + gy * dy) + skipped * glossStep;
      int first = row + t.start;
      int end = row + t.to;
      for (int o = row + t.from; o < end; o++) {
        float z = z0 + zx * (o - first);
        if (z > depth[o]) {
          depth[o] = z;
          long texel = Pixels.sample(texels, shift, u, v);
          int shine = (gloss >> 16) * Pixels.alpha(texel) >> 8;
          color[o] = Pixels.shadeSkin(texel, light >> 16, shine);
        }
        u += uStep;
        v += vStep;
        light += lightStep;
        gloss += glossStep;
      }
    }
  }

  /** All other materials; they cover less. */
  private void plain(MeshGroup group, int level) {
    Triangle t = triangle;
    int a = t.a;
    int b = t.b;
    int c = t.c;
    Texture texture = group.texture();
    Texture glint = group.glint();
    long flat = Pixels.spread(group.color());
    float[] us = texture == null ? noUv : vertices.u;
    float[] vs = texture == null ? noUv : vertices.v;
    long[] texels = texels(texture, level);
    int shift = shift(texture, level);
    float scale = FIXED / (1 << level);
    float[] s = vertices.screen;
    float za = s[3 * a + 2];
    float zb = s[3 * b + 2];
    float zc = s[3 * c + 2];
    float zx = t.growthRight(za, zb, zc);
    float zy = t.growthDown(za, zb, zc);
    float ux = t.growthRight(us[a], us[b], us[c]) * scale;
    float uy = t.growthDown(us[a], us[b], us[c]) * scale;
    float u0 = us[a] * scale - FIXED / 2;
    float vx = t.growthRight(vs[a], vs[b], vs[c]) * scale;
    float vy = t.growthDown(vs[a], vs[b], vs[c]) * scale;
    float v0 = vs[a] * scale - FIXED / 2;
    float la = vertices.light[a] * (256 * FIXED);
    float lb = vertices.light[b] * (256 * FIXED);
    float lc = vertices.light[c] * (256 * FIXED);
    float lx = t.growthRight(la, lb, lc);
    float ly = t.growthDown(la, lb, lc);
    int[] color = canvas.color;
    float[] depth = canvas.depth;
    float[] over = canvas.front.through;
    for (int y = t.top; y <= t.bottom; y++) {
      int row = y * canvas.length;
      if (!t.span(y, over)) {
        continue;
      }
      canvas.touch(y, t.from, t.to);
      int skipped = t.from - t.start;
      float dx = t.start + .5f - t.x0;
      float dy = y + .5f - t.y0;
      float z0 = za + zx * dx + zy * dy;
      int u = (int) (u0 + ux * dx + uy * dy) + skipped * (int) ux;
      int v = (int) (v0 + vx * dx + vy * dy) + skipped * (int) vx;
      int light = (int) (la + lx * dx + ly * dy) + skipped * (int) lx;
      int first = row + t.start;
      int end = row + t.to;
      for (int o = row + t.from; o < end; o++) {
        float z = z0 + zx * (o - first);
        if (z > depth[o]) {
          depth[o] = z;
          long texel = texture == null ? flat : Pixels.sample(texels, shift, u, v);
          color[o] = Pixels.shade(texel, light >> 16);
        }
        u += (int) ux;
        v += (int) vx;
        light += (int) lx;
      }
      if (glint != null) {
        glint(glint, y);
      }
    }
  }

  /** Adds the glints of an eye to what was just drawn of it. */
  private void glint(Texture glint, int y) {
    Triangle t = triangle;
    float[] uvs = avatar.uvs;
    float across = glint.width() * FIXED;
    float down = glint.height() * FIXED;
    float ua = uvs[2 * t.a] * across;
    float ub = uvs[2 * t.b] * across;
    float uc = uvs[2 * t.c] * across;
    float va = uvs[2 * t.a + 1] * down;
    float vb = uvs[2 * t.b + 1] * down;
    float vc = uvs[2 * t.c + 1] * down;
    float ux = t.growthRight(ua, ub, uc);
    float vx = t.growthRight(va, vb, vc);
    int skipped = t.from - t.start;
    float dx = t.start + .5f - t.x0;
    float dy = y + .5f - t.y0;
    int u = (int) (ua + ux * dx + t.growthDown(ua, ub, uc) * dy - FIXED / 2) + skipped * (int) ux;
    int v = (int) (va + vx * dx + t.growthDown(va, vb, vc) * dy - FIXED / 2) + skipped * (int) vx;
    float[] s = vertices.screen;
    float za = s[3 * t.a + 2];
    float zb = s[3 * t.b + 2];
    float zc = s[3 * t.c + 2];
    float zx = t.growthRight(za, zb, zc);
    float zy = t.growthDown(za, zb, zc);
    float z0 = za + zx * dx + zy * dy;
    for (int x = t.from; x < t.to; x++) {
      int o = y * canvas.length + x;
      if (z0 + zx * (x - t.start) == canvas.depth[o]) {
        int light = Pixels.blue(Pixels.sample(glint.levels()[0], glint.rowShift(0), u, v));
        canvas.color[o] = Pixels.screen(canvas.color[o], light);
      }
      u += (int) ux;
      v += (int) vx;
    }
  }

  private static long[] texels(@Nullable Texture texture, int level) {
    return texture == null ? NO_TEXELS : texture.levels()[level];
  }

  private static int shift(@Nullable Texture texture, int level) {
    return texture == null ? 0 : texture.rowShift(level);
  }
}
