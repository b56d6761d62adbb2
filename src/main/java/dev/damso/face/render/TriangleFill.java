package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;

/** Cuts triangles into spans: samples whose centre lies inside, attributes linear in the screen. */
final class TriangleFill {
  /** Decimetres by which lashes come forward, lest the lid hides them. */
  private static final float LASH_BIAS = .02f;

  private static final float FIXED = 65_536;

  private final AvatarBundle avatar;
  private final VertexStage vertices;
  private final Spans spans;
  private final int width;
  private final int height;

  TriangleFill(AvatarBundle avatar, VertexStage vertices, Spans spans, int width, int height) {
    this.avatar = avatar;
    this.vertices = vertices;
    this.spans = spans;
    this.width = width;
    this.height = height;
  }

  void draw(MeshGroup group) {
    spans.use(group);
    int[] indices = avatar.indices;
    if (group.material() == Material.ALPHA) { // inner layers first
      for (int k = group.endIndex() - 3; k >= group.firstIndex(); k -= 3) {
        triangle(group, indices[k], indices[k + 1], indices[k + 2]);
      }
      return;
    }
    for (int k = group.firstIndex(); k < group.endIndex(); k += 3) {
      triangle(group, indices[k], indices[k + 1], indices[k + 2]);
    }
  }

  private void triangle(MeshGroup group, int first, int second, int third) {
    float[] s = vertices.screen;
    float doubleArea =
        (s[3 * second] - s[3 * first]) * (s[3 * third + 1] - s[3 * first + 1])
            - (s[3 * third] - s[3 * first]) * (s[3 * second + 1] - s[3 * first + 1]);
    if (doubleArea == 0 || (group.material() == Material.SKIN && doubleArea > 0)) {
      return;
    }
    int a = first;
    int b = second;
    int c = third;
    if (s[3 * b + 1] < s[3 * a + 1]) {
      int swap = a;
      a = b;
      b = swap;
    }
    if (s[3 * c + 1] < s[3 * a + 1]) {
      int swap = a;
      a = c;
      c = swap;
    }
    if (s[3 * c + 1] < s[3 * b + 1]) {
      int swap = b;
      b = c;
      c = swap;
    }
    int top = Math.max(0, (int) Math.ceil(s[3 * a + 1] - .5f));
    int bottom = Math.min(height - 1, (int) Math.ceil(s[3 * c + 1] - .5f) - 1);
    if (top <= bottom) {
      scan(group, a, b, c, top, bottom);
    }
  }

  /** Corners from top to bottom. */
  private void scan(MeshGroup group, int a, int b, int c, int top, int bottom) {
    float[] s = vertices.screen;
    float x0 = s[3 * a];
    float y0 = s[3 * a + 1];
    float x1 = s[3 * b];
    float y1 = s[3 * b + 1];
    float x2 = s[3 * c];
    float y2 = s[3 * c + 1];
    float inverse = 1 / ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0));
    float bx = (y2 - y0) * inverse; // how b's share grows with x, and so on
    float cx = -(y1 - y0) * inverse;
    float by = -(x2 - x0) * inverse;
    float cy = (x1 - x0) * inverse;
    float[] u = vertices.u;
    float[] v = vertices.v;
    float[] light = vertices.light;
    float za = s[3 * a + 2] + (group.name().equals("lash") ? LASH_BIAS : 0);
    float zb = s[3 * b + 2] - s[3 * a + 2];
    float zc = s[3 * c + 2] - s[3 * a + 2];
    float ub = u[b] - u[a];
    float uc = u[c] - u[a];
    float vb = v[b] - v[a];
    float vc = v[c] - v[a];
    float la = light[a] * 256;
    float lb = light[b] * 256 - la;
    float lc = light[c] * 256 - la;
    float pa = 0;
    float pb = 0;
    float pc = 0;
    float qa = 0;
    float qb = 0;
    float qc = 0;
    Texture glint = group.glint();
    if (group.material() == Material.SKIN) {
      pa = vertices.gloss[a];
      pb = vertices.gloss[b] - pa;
      pc = vertices.gloss[c] - pa;
    } else if (glint != null) {
      pa = avatar.uvs[2 * a] * glint.width();
      pb = avatar.uvs[2 * b] * glint.width() - pa;
      pc = avatar.uvs[2 * c] * glint.width() - pa;
      qa = avatar.uvs[2 * a + 1] * glint.height();
      qb = avatar.uvs[2 * b + 1] * glint.height() - qa;
      qc = avatar.uvs[2 * c + 1] * glint.height() - qa;
    }
    float zx = zb * bx + zc * cx;
    float ux = ub * bx + uc * cx;
    float vx = vb * bx + vc * cx;
    float lx = lb * bx + lc * cx;
    float px = pb * bx + pc * cx;
    float qx = qb * bx + qc * cx;
    spans.zStep = zx;
    spans.uStep = fixed(ux);
    spans.vStep = fixed(vx);
    spans.lightStep = fixed(lx);
    spans.pStep = fixed(px);
    spans.qStep = fixed(qx);
    float longSlope = (x2 - x0) / (y2 - y0);
    float upperSlope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
    float lowerSlope = y2 > y1 ? (x2 - x1) / (y2 - y1) : 0;
    for (int y = top; y <= bottom; y++) {
      float dy = y + .5f - y0;
      float xl = x0 + dy * longSlope;
      float xr = y + .5f < y1 ? x0 + dy * upperSlope : x1 + (y + .5f - y1) * lowerSlope;
      int left = Math.max(0, (int) Math.ceil(Math.min(xl, xr) - .5f));
      int right = Math.min(width - 1, (int) Math.ceil(Math.max(xl, xr) - .5f) - 1);
      if (left > right) {
        continue;
      }
      float dx = left + .5f - x0;
      float shareB = dx * bx + dy * by;
      float shareC = dx * cx + dy * cy;
      spans.z = za + zb * shareB + zc * shareC;
      spans.u = fixed(u[a] + ub * shareB + uc * shareC);
      spans.v = fixed(v[a] + vb * shareB + vc * shareC);
      spans.light = fixed(la + lb * shareB + lc * shareC);
      spans.p = fixed(pa + pb * shareB + pc * shareC);
      spans.q = fixed(qa + qb * shareB + qc * shareC);
      int from = y * width + left;
      int to = y * width + right;
      switch (group.material()) {
        case SKIN -> spans.skin(from, to);
        case LIT -> spans.lit(from, to);
        case ALPHA -> spans.alpha(from, to);
        case FLAT -> spans.flat(from, to);
        case EYE -> spans.eye(from, to);
      }
    }
  }

  private static int fixed(float value) {
    return (int) (value * FIXED);
  }
}
