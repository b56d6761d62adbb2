package dev.damso.face.neural;

/**
 * A rectangle of an I420 picture: cut out as RGB for a network, and what the network drew put back
 * with a soft edge. BT.601, limited range. Pixel centres are at halves.
 */
final class Crop {
  private static final int ONE = 1 << 8;

  private Crop() {}

  /**
   * Cuts out a rectangle, as a square.
   *
   * @param box left, top and side, or left, top, width and height, pixels
   * @param size of the result
   * @return {@code [size][size][3]}
   */
  static byte[] cut(byte[] i420, int width, int height, double[] box, int size, boolean bgr) {
    byte[] rgb = new byte[size * size * 3];
    double across = box[2] / size;
    double down = box[box.length - 1] / size;
    int planeU = width * height;
    int planeV = planeU + planeU / 4;
    for (int y = 0; y < size; y++) {
      double sy = box[1] + (y + 0.5) * down - 0.5;
      for (int x = 0; x < size; x++) {
        double sx = box[0] + (x + 0.5) * across - 0.5;
        double luma = 1.164 * (sample(i420, 0, width, height, sx, sy) - 16);
        double cx = (sx + 0.5) / 2 - 0.5;
        double cy = (sy + 0.5) / 2 - 0.5;
        double u = sample(i420, planeU, width / 2, height / 2, cx, cy) - 128;
        double v = sample(i420, planeV, width / 2, height / 2, cx, cy) - 128;
        int at = (y * size + x) * 3;
        rgb[at + (bgr ? 2 : 0)] = clamp(luma + 1.596 * v);
        rgb[at + 1] = clamp(luma - 0.392 * u - 0.813 * v);
        rgb[at + (bgr ? 0 : 2)] = clamp(luma + 2.017 * u);
      }
    }
    return rgb;
  }

  /** A picture in another size, both sizes even. */
  static byte[] resize(byte[] i420, int width, int height, int toWidth, int toHeight) {
    byte[] out = new byte[toWidth * toHeight * 3 / 2];
    int from = 0;
    int to = 0;
    for (int plane = 0; plane < 3; plane++) {
      int half = plane == 0 ? 1 : 2;
      int w = width / half;
      int h = height / half;
      int tw = toWidth / half;
      int th = toHeight / half;
      for (int y = 0; y < th; y++) {
        for (int x = 0; x < tw; x++) {
          double sx = (x + 0.5) * w / tw - 0.5;
          double sy = (y + 0.5) * h / th - 0.5;
          out[to + y * tw + x] = clamp(sample(i420, from, w, h, sx, sy));
        }
      }
      from += w * h;
      to += tw * th;
    }
    return out;
  }

  /** Between four pixels; beyond the edge as at the edge. */
  private static double sample(byte[] plane, int from, int width, int height, double x, double y) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double fx = x - x0;
    double fy = y - y0;
    int left = Math.clamp(x0, 0, width - 1);
    int right = Math.clamp(x0 + 1L, 0, width - 1);
    int top = from + Math.clamp(y0, 0, height - 1) * width;
    int bottom = from + Math.clamp(y0 + 1L, 0, height - 1) * width;
    double upper = (plane[top + left] & 255) * (1 - fx) + (plane[top + right] & 255) * fx;
    double lower = (plane[bottom + left] & 255) * (1 - fx) + (plane[bottom + right] & 255) * fx;
    return upper * (1 - fy) + lower * fy;
  }

  private static byte clamp(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }

  /**
   * Puts a mouth into a picture.
   *
   * @param i420 written to, where the mouth covers it
   * @param box of the crop that the mouth was drawn for
   * @param rgb {@code [size][size][3]}
   * @param strength 1 to cover wholly
   */
  static void blend(
      byte[] i420,
      int width,
      int height,
      double[] box,
      byte[] rgb,
      NeuralManifest.Mouth mouth,
      double strength) {
    int size = mouth.size();
    double boxWidth = box[2];
    double boxHeight = box[box.length - 1];
    int x0 = Math.max(0, (int) Math.floor(box[0] + mouth.left() * boxWidth)) & ~1;
    int y0 = Math.max(0, (int) Math.floor(box[1] + mouth.top() * boxHeight)) & ~1;
    int x1 = Math.min(width, (int) Math.ceil(box[0] + mouth.right() * boxWidth) + 1 & ~1);
    int y1 = Math.min(height, (int) Math.ceil(box[1] + mouth.bottom() * boxHeight) + 1 & ~1);
    int planeU = width * height;
    int planeV = planeU + planeU / 4;
    int[] color = new int[3];
    for (int y = y0; y < y1; y += 2) {
      for (int x = x0; x < x1; x += 2) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int weight = 0;
        for (int k = 0; k < 4; k++) {
          int px = x + (k & 1);
          int py = y + (k >> 1);
          double mx = (px + 0.5 - box[0]) / boxWidth;
          double my = (py + 0.5 - box[1]) / boxHeight;
          int alpha = (int) Math.round(ONE * strength * cover(mx, my, mouth));
          weight += alpha;
          color(rgb, size, mx * size - 0.5, my * size - 0.5, mouth.bgr(), color);
          red += color[0];
          green += color[1];
          blue += color[2];
          int luma = 16 + (66 * color[0] + 129 * color[1] + 25 * color[2] + 128 >> 8);
          int at = py * width + px;
          i420[at] = mix(i420[at], luma, alpha);
        }
        int chroma = y / 2 * (width / 2) + x / 2;
        int u = 128 + (-38 * red - 74 * green + 112 * blue + 512 >> 10);
        int v = 128 + (112 * red - 94 * green - 18 * blue + 512 >> 10);
        i420[planeU + chroma] = mix(i420[planeU + chroma], u, weight / 4);
        i420[planeV + chroma] = mix(i420[planeV + chroma], v, weight / 4);
      }
    }
  }

  private static byte mix(byte under, int over, int alpha) {
    int below = under & 255;
    return (byte) (below + ((over - below) * alpha + ONE / 2 >> 8));
  }

  /** 1 well inside the covered part, falling smoothly to 0 at its edge; round at the corners. */
  static double cover(double x, double y, NeuralManifest.Mouth mouth) {
    double feather = Math.max(mouth.feather(), 1e-3);
    double dx = Math.min(x - mouth.left(), mouth.right() - x) / feather;
    double dy = Math.min(y - mouth.top(), mouth.bottom() - y) / feather;
    if (dx <= 0 || dy <= 0) {
      return 0;
    }
    double ox = Math.max(0, 1 - dx);
    double oy = Math.max(0, 1 - dy);
    double inside = Math.max(0, 1 - Math.sqrt(ox * ox + oy * oy));
    return inside * inside * (3 - 2 * inside);
  }

  private static void color(byte[] rgb, int size, double x, double y, boolean bgr, int[] out) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    int fx = (int) ((x - x0) * ONE);
    int fy = (int) ((y - y0) * ONE);
    int left = Math.clamp(x0, 0, size - 1) * 3;
    int right = Math.clamp(x0 + 1L, 0, size - 1) * 3;
    int top = Math.clamp(y0, 0, size - 1) * size * 3;
    int bottom = Math.clamp(y0 + 1L, 0, size - 1) * size * 3;
    for (int c = 0; c < 3; c++) {
      int upper = (rgb[top + left + c] & 255) * (ONE - fx) + (rgb[top + right + c] & 255) * fx;
      int lower =
          (rgb[bottom + left + c] & 255) * (ONE - fx) + (rgb[bottom + right + c] & 255) * fx;
      out[bgr ? 2 - c : c] = upper * (ONE - fy) + lower * fy + (1 << 15) >> 16;
    }
  }
}
