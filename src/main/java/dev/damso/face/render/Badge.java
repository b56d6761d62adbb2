package dev.damso.face.render;

/**
 * The letters AI on a dark plate, in the picture's upper left corner: says that a real person's
 * likeness is moved by a machine. Immutable.
 */
final class Badge {
  /** Dots of the letters, and of the plate around them. */
  private static final String[] DOTS = {
    "...........",
    "...........",
    "..###..###.",
    ".#...#..#..",
    ".#...#..#..",
    ".#####..#..",
    ".#...#..#..",
    ".#...#..#..",
    ".#...#.###.",
    "...........",
    "...........",
  };

  /** Of the picture's height. */
  private static final double HEIGHT = 1 / 18.0;

  private static final double MARGIN = 1 / 40.0;
  private static final byte DARK = 40;
  private static final byte BRIGHT = (byte) 225;
  private static final byte NEUTRAL = (byte) 128;

  private final int width;
  private final int height;
  private final int dot;
  private final int at;

  /**
   * @param width of the picture, pixels, even
   * @param height of the picture, pixels, even
   */
  Badge(int width, int height) {
    this.width = width;
    this.height = height;
    dot = Math.max(2, (int) Math.round(height * HEIGHT / DOTS.length / 2) * 2);
    at = (int) Math.round(height * MARGIN / 2) * 2;
  }

  /** Puts it onto a picture; a second time changes nothing. */
  void stamp(byte[] i420) {
    int bottom = Math.min(height, at + dot * DOTS.length);
    int right = Math.min(width, at + dot * DOTS[0].length());
    for (int y = at; y < bottom; y++) {
      for (int x = at; x < right; x++) {
        boolean letter = DOTS[(y - at) / dot].charAt((x - at) / dot) == '#';
        i420[y * width + x] = letter ? BRIGHT : DARK;
        int chroma = width * height + y / 2 * (width / 2) + x / 2;
        i420[chroma] = NEUTRAL;
        i420[chroma + width * height / 4] = NEUTRAL;
      }
    }
  }
}
