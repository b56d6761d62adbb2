package dev.damso.face.render;

import java.util.Arrays;

/**
 * Smooths the outline of surfaces: along it a ribbon one pixel wide, outwards, whose coverage falls
 * to nothing, in the colour that was drawn just inside. Belongs to one {@link Rasterizer}.
 */
final class Fringe {
  private static final float WIDTH = 1;

  /** Of the picture's height, longer than edges are: their ends know all edges that they have. */
  private static final float FAR = 1 / 12f;

  /** Decimetres within which a pixel's depth is that of the same surface. */
  private static final float SAME = .2f;

  private final VertexStage vertices;
  private final Canvas canvas;

  /** [vertices][2] outwards, sums over the outline's edges, then of length {@link #WIDTH}. */
  private final float[] outward;

  private final float far;

  private int[] found = new int[1_024];
  private int count;
  private boolean ofLayers;
  private Layers layers;
  private Region clip;

  Fringe(VertexStage vertices, Canvas canvas, int vertexCount) {
    this.vertices = vertices;
    this.canvas = canvas;
    outward = new float[2 * vertexCount];
    layers = canvas.front;
    clip = canvas.all();
    far = FAR * canvas.length;
  }

  /** From now on only {@code region} is drawn on. */
  void clip(Region region) {
    clip = region;
  }

  /**
   * Smooths an opaque surface.
   *
   * @param culled whether triangles that face away are not drawn
   */
  void draw(Outline outline, boolean culled) {
    ofLayers = false;
    find(outline, culled);
    ribbons();
  }

  /** Smooths where layers turn away from the viewer; their ends are clear anyway. */
  void draw(Outline outline, Layers onto) {
    ofLayers = true;
    layers = onto;
    find(outline, false);
    ribbons();
  }

  private void ribbons() {
    for (int k = 0; k < count; k += 2) {
      ribbon(found[k], found[k + 1]);
    }
    for (int k = 0; k < count; k++) {
      outward[2 * found[k]] = 0;
      outward[2 * found[k] + 1] = 0;
    }
  }

  private void find(Outline outline, boolean culled) {
    count = 0;
    int[] ends = outline.ends();
    int[] opposites = outline.opposites();
    for (int k = 0; k < ends.length; k += 2) {
      int a = ends[k];
      int b = ends[k + 1];
      if (isFar(a, b)) {
        continue;
      }
      float one = side(a, b, opposites[k]);
      int other = opposites[k + 1];
      float two = other < 0 ? 0 : side(b, a, other);
      boolean drawnOne = one > 0 || !culled;
      boolean drawnTwo = other >= 0 && (two > 0 || !culled);
      if (other >= 0 && (one > 0) == (two > 0)) {
        continue;
      }
      if ((drawnOne || drawnTwo) && !(ofLayers && other < 0)) {
        add(a, b, drawnOne ? one : -two);
      }
    }
  }

  /** Whether an edge is so far to one side of the region that it is not seen in it. */
  private boolean isFar(int a, int b) {
    float[] s = vertices.screen;
    float ax = s[3 * a];
    float bx = s[3 * b];
    float ay = s[3 * a + 1];
    float by = s[3 * b + 1];
    return Math.max(ax, bx) < clip.left() - far
        || Math.min(ax, bx) > clip.right() + far
        || Math.max(ay, by) < clip.top() - far
        || Math.min(ay, by) > clip.bottom() + far;
  }

  /** Twice the area of a, b, c: positive where the triangle faces the viewer. */
  private float side(int a, int b, int c) {
    float[] s = vertices.screen;
    return (s[3 * b] - s[3 * a]) * (s[3 * c + 1] - s[3 * a + 1])
        - (s[3 * c] - s[3 * a]) * (s[3 * b + 1] - s[3 * a + 1]);
  }

  private void add(int a, int b, float inside) {
    float[] s = vertices.screen;
    float x = s[3 * b] - s[3 * a];
    float y = s[3 * b + 1] - s[3 * a + 1];
    float length = (float) Math.sqrt(x * x + y * y);
    if (length < 1e-4f) {
      return;
    }
    // (-y, x) points to where side() is positive.
    float sign = inside > 0 ? 1 / length : -1 / length;
    outward[2 * a] += y * sign;
    outward[2 * a + 1] -= x * sign;
    outward[2 * b] += y * sign;
    outward[2 * b + 1] -= x * sign;
    if (count + 2 > found.length) {
      found = Arrays.copyOf(found, 2 * found.length);
    }
    found[count++] = a;
    found[count++] = b;
  }

  private void ribbon(int a, int b) {
    float[] s = vertices.screen;
    float ax = s[3 * a];
    float ay = s[3 * a + 1];
    float bx = s[3 * b];
    float by = s[3 * b + 1];
    float az = s[3 * a + 2];
    float bz = s[3 * b + 2];
    float la = length(a);
    float lb = length(b);
    if (la < .2f || lb < .2f || (hidden(ax, ay) && hidden(bx, by))) {
      return;
    }
    float nax = outward[2 * a] * WIDTH / la;
    float nay = outward[2 * a + 1] * WIDTH / la;
    float nbx = outward[2 * b] * WIDTH / lb;
    float nby = outward[2 * b + 1] * WIDTH / lb;
    triangle(ax, ay, az, 1, bx, by, bz, 1, bx + nbx, by + nby, bz, 0, nax + nbx, nay + nby);
    triangle(
        ax, ay, az, 1, bx + nbx, by + nby, bz, 0, ax + nax, ay + nay, az, 0, nax + nbx, nay + nby);
  }

  /** Under the front layers, or outside the picture. */
  private boolean hidden(float x, float y) {
    int column = (int) x;
    int row = (int) y;
    return column < 0
        || row < 0
        || column >= canvas.length
        || row >= canvas.rows
        || canvas.front.through[row * canvas.length + column] == 0;
  }

  private float length(int vertex) {
    float x = outward[2 * vertex];
    float y = outward[2 * vertex + 1];
    return (float) Math.sqrt(x * x + y * y);
  }

  /** Corners with depth and coverage; {@code nx}, {@code ny} is twice the way outwards. */
  private void triangle(
      float x0,
      float y0,
      float z0,
      float c0,
      float x1,
      float y1,
      float z1,
      float c1,
      float x2,
      float y2,
      float z2,
      float c2,
      float nx,
      float ny) {
    int left = Math.max(clip.left(), Triangle.up(Math.min(x0, Math.min(x1, x2))));
    int right = Math.min(clip.right(), Triangle.up(Math.max(x0, Math.max(x1, x2))));
    int top = Math.max(clip.top(), Triangle.up(Math.min(y0, Math.min(y1, y2))));
    int bottom = Math.min(clip.bottom(), Triangle.up(Math.max(y0, Math.max(y1, y2))));
    float area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (left >= right || top >= bottom || area == 0) {
      return;
    }
    float inverse = 1 / area;
    for (int y = top; y < bottom; y++) {
      float dy = y + .5f - y0;
      for (int x = left; x < right; x++) {
        float dx = x + .5f - x0;
        float one = (dx * (y2 - y0) - (x2 - x0) * dy) * inverse;
        float two = ((x1 - x0) * dy - dx * (y1 - y0)) * inverse;
        float zero = 1 - one - two;
        if (one < 0 || two < 0 || zero < 0) {
          continue;
        }
        int o = y * canvas.length + x;
        float cover = zero * c0 + one * c1 + two * c2;
        float z = zero * z0 + one * z1 + two * z2;
        if (ofLayers) {
          layered(o, x, y, cover, nx, ny);
        } else if (canvas.rest.through[o] > 0 && z > canvas.depth[o]) {
          pixel(o, x, y, z, cover, nx, ny);
        }
      }
    }
  }

  /** Takes the colour from straight in, past the edge. */
  private void pixel(int o, int x, int y, float z, float cover, float nx, float ny) {
    for (float in = 1.5f - cover; in < 3.5f; in++) {
      int qx = Math.clamp(Math.round(x - nx * in / 2), 0, canvas.length - 1);
      int qy = Math.clamp(Math.round(y - ny * in / 2), 0, canvas.rows - 1);
      int q = qy * canvas.length + qx;
      if (Math.abs(canvas.depth[q] - z) < SAME) {
        canvas.rest.add(o, z, cover, Pixels.spread(canvas.color[q]), 1);
        canvas.rest.touch(y, x, x + 1);
        return;
      }
    }
  }

  private void layered(int o, int x, int y, float cover, float nx, float ny) {
    float in = (1.5f - cover) / 2;
    int qx = Math.clamp(Math.round(x - nx * in), 0, canvas.length - 1);
    int qy = Math.clamp(Math.round(y - ny * in), 0, canvas.rows - 1);
    layers.copy(o, qy * canvas.length + qx, cover);
    layers.touch(y, x, x + 1);
  }
}
