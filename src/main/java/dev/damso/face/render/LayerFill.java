package dev.damso.face.render;

/** Draws translucent triangles, hair and lashes, nearest first: each goes under those before. */
final class LayerFill {
  private static final float FIXED = Pixels.FIXED;

  /** Decimetres by which lashes and brows come forward. */
  private static final float SKIN_BIAS = .02f;

  /** Strands seen edge on would flicker: below this part of its area a triangle is not drawn, */
  private static final float EDGE_ON = .01f;

  /** from this on it is whole. */
  private static final float FACING = .05f;

  /** The same of lashes, which lie on each other when the eye is shut. */
  private static final float LASH_FACING = .5f;

  /** Below this alpha a texel is not seen. */
  private static final int FAINTEST = 4;

  private final AvatarBundle avatar;
  private final VertexStage vertices;
  private final byte[] levels;
  private final Canvas canvas;
  private final Triangle triangle;
  private Region clip;

  /** [triangles] twice the area in pixels, were it seen straight on. */
  private final float[] areas;

  /**
   * @param levels of texture, one for each triangle
   */
  LayerFill(AvatarBundle avatar, VertexStage vertices, byte[] levels, Canvas canvas) {
    this.avatar = avatar;
    this.vertices = vertices;
    this.levels = levels;
    this.canvas = canvas;
    triangle = new Triangle(vertices.screen, canvas.length, canvas.rows);
    clip = canvas.all();
    areas = new float[levels.length];
    for (int k = 0; k < areas.length; k++) {
      areas[k] = vertices.straightArea(3 * k);
    }
  }

  /** From now on only {@code region} is drawn on. */
  void clip(Region region) {
    triangle.clip(region);
    clip = region;
  }

  /**
   * @param order first indices of the triangles to draw
   * @param onto where to, the canvas's front layers or the rest
   */
  void draw(MeshGroup group, int[] order, Layers onto) {
    Texture texture = group.texture();
    if (texture == null) {
      return;
    }
    int[] indices = avatar.indices;
    float bias = group.isOnSkin() ? SKIN_BIAS : 0;
    float fade = (group.isLash() ? LASH_FACING : FACING) - EDGE_ON;
    for (int k : order) {
      if (triangle.set(indices[k], indices[k + 1], indices[k + 2], false)) {
        float seen = (triangle.doubleArea() / areas[k / 3] - EDGE_ON) / fade;
        if (seen > 0) {
          layer(texture, levels[k / 3], bias, Math.min(1, seen), onto);
        }
      }
    }
  }

  private void layer(Texture texture, int level, float bias, float seen, Layers onto) {
    Triangle t = triangle;
    int a = t.a;
    int b = t.b;
    int c = t.c;
    long[] texels = texture.levels()[level];
    int shift = texture.rowShift(level);
    float scale = 1f / (1 << level);
    float edgeU = (texture.width() >> level) - .5f;
    float edgeV = (texture.height() >> level) - .5f;
    float[] s = vertices.screen;
    float za = s[3 * a + 2] + bias;
    float zb = s[3 * b + 2] + bias;
    float zc = s[3 * c + 2] + bias;
    float zx = t.growthRight(za, zb, zc);
    float zy = t.growthDown(za, zb, zc);
    float ua = texel(vertices.u[a] * scale, edgeU);
    float ub = texel(vertices.u[b] * scale, edgeU);
    float uc = texel(vertices.u[c] * scale, edgeU);
    float ux = t.growthRight(ua, ub, uc);
    float uy = t.growthDown(ua, ub, uc);
    float va = texel(vertices.v[a] * scale, edgeV);
    float vb = texel(vertices.v[b] * scale, edgeV);
    float vc = texel(vertices.v[c] * scale, edgeV);
    float vx = t.growthRight(va, vb, vc);
    float vy = t.growthDown(va, vb, vc);
    float la = vertices.light[a] * (256 * FIXED);
    float lb = vertices.light[b] * (256 * FIXED);
    float lc = vertices.light[c] * (256 * FIXED);
    float lx = t.growthRight(la, lb, lc);
    float ly = t.growthDown(la, lb, lc);
    float[] depth = canvas.depth;
    float[] over = canvas.front.through;
    float[] through = onto.through;
    int uStep = (int) ux;
    int vStep = (int) vx;
    int lightStep = (int) lx;
    float share = seen / 255;
    for (int y = t.top; y <= t.bottom; y++) {
      int row = y * canvas.length;
      t.row(y);
      int first = row + t.left;
      int o = Math.max(first, row + clip.left());
      int end = row + Math.min(t.right, clip.right());
      // Most hair is hidden by other hair.
      while (o < end && (over[o] == 0 || through[o] == 0)) {
        o++;
      }
      while (o < end && (over[end - 1] == 0 || through[end - 1] == 0)) {
        end--;
      }
      if (o >= end) {
        continue;
      }
      onto.touch(y, o - row, end - row);
      int skipped = o - first;
      float dx = first - row + .5f - t.x0;
      float dy = y + .5f - t.y0;
      float z0 = za + zx * dx + zy * dy;
      int u = (int) (ua + ux * dx + uy * dy) + skipped * uStep;
      int v = (int) (va + vx * dx + vy * dy) + skipped * vStep;
      int light = (int) (la + lx * dx + ly * dy) + skipped * lightStep;
      for (; o < end; o++) {
        float z = z0 + zx * (o - first);
        if (through[o] > 0 && over[o] > 0 && z > depth[o]) {
          long texel = Pixels.sample(texels, shift, u, v);
          int alpha = Pixels.alpha(texel);
          if (alpha >= FAINTEST) {
            onto.add(o, z, alpha * share, texel, (light >> 16) * (1 / 256f));
          }
        }
        u += uStep;
        v += vStep;
        light += lightStep;
      }
    }
  }

  /** Fixed point, and not beyond the middle of the last texel, where the texture begins again. */
  private static float texel(float at, float edge) {
    return Math.clamp(at, .5f, edge) * FIXED - FIXED / 2;
  }
}
