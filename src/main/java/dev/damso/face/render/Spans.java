package dev.damso.face.render;

/**
 * The inner loops: one horizontal run of pixels of one material, tested against depth. Texel
 * coordinates, light and gloss are 16.16 fixed point, light 256 = as painted; sides of textures are
 * powers of two, so that a mask replaces clamping. Starts and steps are set by the caller.
 */
final class Spans {
  /** From this alpha on a texel hides what is behind it. */
  private static final int SOLID = 200;

  /** Below this alpha a texel is not seen. */
  private static final int FAINTEST = 8;

  private static final int[] NO_TEXELS = new int[1];

  final int[] color;
  final float[] depth;

  private int[] texels = NO_TEXELS;
  private int shift;
  private int mask;
  private int[] glintTexels = NO_TEXELS;
  private int glintShift;
  private int glintMask;
  private int flat;

  float z;
  float zStep;
  int u;
  int uStep;
  int v;
  int vStep;
  int light;
  int lightStep;

  /** Gloss of skin, u of an eye's glint. */
  int p;

  int pStep;

  /** v of an eye's glint. */
  int q;

  int qStep;

  Spans(int samples) {
    color = new int[samples];
    depth = new float[samples];
  }

  void use(MeshGroup group) {
    Texture texture = group.texture();
    if (texture != null) {
      texels = texture.texels();
      shift = texture.rowShift();
      mask = texture.mask();
    }
    Texture glint = group.glint();
    if (glint != null) {
      glintTexels = glint.texels();
      glintShift = glint.rowShift();
      glintMask = glint.mask();
    }
    flat = group.color();
  }

  void skin(int from, int to) {
    int[] color = this.color;
    float[] depth = this.depth;
    int[] texels = this.texels;
    float z = this.z;
    int u = this.u;
    int v = this.v;
    int light = this.light;
    int gloss = p;
    for (int o = from; o <= to; o++) {
      if (z > depth[o]) {
        depth[o] = z;
        int t = texels[((v >> 16 << shift) + (u >> 16)) & mask];
        int l = light >> 16;
        int s = (gloss >> 16) * (t >>> 24) >> 8;
        int r = ((t >>> 16 & 255) * (l + 256 >> 1) >> 8) + s;
        int g = ((t >>> 8 & 255) * l >> 8) + s;
        int b = ((t & 255) * l >> 8) + s;
        color[o] = Math.min(r, 255) << 16 | Math.min(g, 255) << 8 | Math.min(b, 255);
      }
      z += zStep;
      u += uStep;
      v += vStep;
      light += lightStep;
      gloss += pStep;
    }
  }

  void lit(int from, int to) {
    int[] color = this.color;
    float[] depth = this.depth;
    int[] texels = this.texels;
    float z = this.z;
    int u = this.u;
    int v = this.v;
    int light = this.light;
    for (int o = from; o <= to; o++) {
      if (z > depth[o]) {
        depth[o] = z;
        color[o] = shade(texels[((v >> 16 << shift) + (u >> 16)) & mask], light >> 16);
      }
      z += zStep;
      u += uStep;
      v += vStep;
      light += lightStep;
    }
  }

  /** Blended over what is behind; drawn after all that is opaque. */
  void alpha(int from, int to) {
    int[] color = this.color;
    float[] depth = this.depth;
    int[] texels = this.texels;
    float z = this.z;
    int u = this.u;
    int v = this.v;
    int light = this.light;
    for (int o = from; o <= to; o++) {
      if (z > depth[o]) {
        int t = texels[((v >> 16 << shift) + (u >> 16)) & mask];
        int a = t >>> 24;
        if (a >= SOLID) {
          depth[o] = z;
          color[o] = shade(t, light >> 16);
        } else if (a >= FAINTEST) {
          color[o] = blend(color[o], shade(t, light >> 16), a);
        }
      }
      z += zStep;
      u += uStep;
      v += vStep;
      light += lightStep;
    }
  }

  private static int blend(int under, int over, int alpha) {
    int rb = under & 0xff00ff;
    int g = under & 0xff00;
    return rb + (((over & 0xff00ff) - rb) * alpha >> 8) & 0xff00ff
        | g + (((over & 0xff00) - g) * alpha >> 8) & 0xff00;
  }

  void flat(int from, int to) {
    float z = this.z;
    int light = this.light;
    for (int o = from; o <= to; o++) {
      if (z > depth[o]) {
        depth[o] = z;
        color[o] = shade(flat, light >> 16);
      }
      z += zStep;
      light += lightStep;
    }
  }

  void eye(int from, int to) {
    for (int o = from; o <= to; o++) {
      if (z > depth[o]) {
        depth[o] = z;
        int t = shade(texels[((v >> 16 << shift) + (u >> 16)) & mask], light >> 16);
        int s = glintTexels[((q >> 16 << glintShift) + (p >> 16)) & glintMask] & 255;
        int r = t >>> 16 & 255;
        int g = t >>> 8 & 255;
        int b = t & 255;
        color[o] =
            (r + ((255 - r) * s >> 8)) << 16
                | (g + ((255 - g) * s >> 8)) << 8
                | (b + ((255 - b) * s >> 8));
      }
      z += zStep;
      u += uStep;
      v += vStep;
      light += lightStep;
      p += pStep;
      q += qStep;
    }
  }

  private static int shade(int rgb, int light) {
    int r = (rgb >>> 16 & 255) * light >> 8;
    int g = (rgb >>> 8 & 255) * light >> 8;
    int b = (rgb & 255) * light >> 8;
    return Math.min(r, 255) << 16 | Math.min(g, 255) << 8 | Math.min(b, 255);
  }
}
