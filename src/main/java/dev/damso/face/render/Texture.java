package dev.damso.face.render;

/**
 * A picture to look up. Never changed after loading, shared by all rasterisers.
 *
 * @param width texels, a power of two
 * @param height texels, a power of two
 * @param texels row by row, ARGB; a grey picture has its value in the low byte
 */
record Texture(int width, int height, int[] texels) {
  Texture {
    if (Integer.bitCount(width) != 1 || Integer.bitCount(height) != 1) {
      throw new IllegalArgumentException(
          "a texture of " + width + "x" + height + " has sides that are not powers of two");
    }
  }

  int rowShift() {
    return Integer.numberOfTrailingZeros(width);
  }

  int mask() {
    return width * height - 1;
  }
}
