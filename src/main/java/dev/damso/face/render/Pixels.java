package dev.damso.face.render;

/**
 * Arithmetic of the inner loops. A colour here is alpha, red, green and blue in 16 bits each of a
 * long, values to 255. Texel coordinates are 16.16 fixed point, less half a texel; light 256 is as
 * painted.
 */
final class Pixels {
  /** One, in fixed point. */
  static final float FIXED = 65_536;

  private static final long BYTES = 0x00ff_00ff_00ff_00ffL;
  private static final long OVER = 0x0001_0001_0001_0001L;

  /** All but red. */
  private static final long NOT_RED = 0xffff_0000_ffff_ffffL;

  private Pixels() {}

  static long spread(int argb) {
    return (argb >>> 24 & 255L) << 48
        | (argb >>> 16 & 255L) << 32
        | (argb >>> 8 & 255L) << 16
        | argb & 255L;
  }

  static int rgb(long color) {
    return (int) (color >>> 16) & 0xff0000 | (int) (color >>> 8) & 0xff00 | (int) color & 0xff;
  }

  static int alpha(long color) {
    return (int) (color >>> 48);
  }

  static int red(long color) {
    return (int) (color >>> 32) & 0xff;
  }

  static int green(long color) {
    return (int) (color >>> 16) & 0xff;
  }

  static int blue(long color) {
    return (int) color & 0xff;
  }

  /**
   * The four texels around, weighted by nearness. The sides of textures are powers of two, so that
   * a mask replaces clamping.
   *
   * @param shift log2 of the texture's width
   */
  static long sample(long[] texels, int shift, int u, int v) {
    int mask = texels.length - 1;
    int at = (v >> 16 << shift) + (u >> 16);
    int below = at + (1 << shift);
    long x = u >> 8 & 255;
    long y = v >> 8 & 255;
    long both = x * y >> 8;
    return (texels[at & mask] * (256 - x - y + both)
                + texels[at + 1 & mask] * (x - both)
                + texels[below & mask] * (y - both)
                + texels[below + 1 & mask] * both
            >>> 8)
        & BYTES;
  }

  /**
   * @param light to 511
   */
  static int shade(long color, int light) {
    return rgb(clamped((color * (light >> 1) >>> 7) & 0x01ff_01ff_01ff_01ffL));
  }

  /** Skin: light changes its red by half as much as the rest, and {@code gloss} is added. */
  static int shadeSkin(long color, int light, int gloss) {
    long rest = ((color & NOT_RED) * (light >> 1) >>> 7) & 0x0000_0000_01ff_01ffL;
    long red = ((color >>> 32 & 255) * (light + 256 >> 1) >>> 8) << 32;
    return rgb(clamped((rest | red) + gloss * 0x0000_0001_0001_0001L));
  }

  private static long clamped(long color) {
    long over = color >>> 8 & OVER;
    return (color | over * 255) & BYTES;
  }

  /** Light laid over a colour, as by a glint: 255 is white. */
  static int screen(int rgb, int glint) {
    int r = rgb >>> 16 & 255;
    int g = rgb >>> 8 & 255;
    int b = rgb & 255;
    return (r + ((255 - r) * glint >> 8)) << 16
        | (g + ((255 - g) * glint >> 8)) << 8
        | (b + ((255 - b) * glint >> 8));
  }
}
