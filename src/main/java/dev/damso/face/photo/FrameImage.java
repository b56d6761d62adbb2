package dev.damso.face.photo;

import java.awt.image.BufferedImage;

/** Cuts the picture that is shown out of a photo; beyond its edges it goes on, out of focus. */
final class FrameImage {
  /** Of the picture that is seen where there is no photo. */
  private static final int BLURRED_WIDTH = 64;

  private static final int BLURRED_HEIGHT = 36;

  /** Over this part of the height the photo goes over into that. */
  private static final double FADE = .06;

  private final Photo photo;
  private final Framing framing;
  private final Photo blurred;

  FrameImage(Photo photo, Framing framing) {
    this.photo = photo;
    this.framing = framing;
    blurred = smoothed(smoothed(mirrored(photo, framing)));
  }

  BufferedImage draw(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int taps = Math.clamp(Math.round(framing.height() / height), 1, 4);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, pixel(x, y, width, height, taps));
      }
    }
    return image;
  }

  private int pixel(int x, int y, int width, int height, int taps) {
    double[] sum = new double[3];
    for (int k = 0; k < taps * taps; k++) {
      double u = (x + (k % taps + .5) / taps) / width;
      double v = (y + (Math.floorDiv(k, taps) + .5) / taps) / height;
      double px = framing.px(u);
      double py = framing.py(v);
      double inside = Math.min(Math.min(px, photo.width() - px), Math.min(py, photo.height() - py));
      double sharp = Math.clamp(inside / (FADE * framing.height()), 0, 1);
      boolean wholly = framing.px(0) >= 0 && framing.px(1) <= photo.width();
      sharp = wholly && inside > 0 ? 1 : sharp * sharp * (3 - 2 * sharp);
      for (int c = 0; c < 3; c++) {
        double near = sharp > 0 ? photo.sample(px, py, c) : 0;
        double far = sharp < 1 ? blurred.sample(u * BLURRED_WIDTH, v * BLURRED_HEIGHT, c) : 0;
        sum[c] += sharp * near + (1 - sharp) * far;
      }
    }
    int rgb = 0;
    for (double s : sum) {
      rgb = rgb << 8 | (int) Math.round(s / (taps * taps));
    }
    return rgb;
  }

  /** The frame, small, of the photo and its mirror images. */
  private static Photo mirrored(Photo photo, Framing framing) {
    Photo small = new Photo(BLURRED_WIDTH, BLURRED_HEIGHT, new int[BLURRED_WIDTH * BLURRED_HEIGHT]);
    for (int k = 0; k < small.rgb().length; k++) {
      double[] sum = new double[3];
      for (int tap = 0; tap < 64; tap++) {
        double u = (k % BLURRED_WIDTH + (tap % 8 + .5) / 8) / BLURRED_WIDTH;
        double v =
            (Math.floorDiv(k, BLURRED_WIDTH) + (Math.floorDiv(tap, 8) + .5) / 8) / BLURRED_HEIGHT;
        double x = folded(framing.px(u), photo.width());
        double y = folded(framing.py(v), photo.height());
        for (int c = 0; c < 3; c++) {
          sum[c] += photo.channel((int) x, (int) y, c) / 64.0;
        }
      }
      small.rgb()[k] = (int) sum[0] << 16 | (int) sum[1] << 8 | (int) sum[2];
    }
    return small;
  }

  private static double folded(double at, int size) {
    double turn = Math.abs(at) % (2.0 * size);
    return turn < size ? turn : 2.0 * size - turn;
  }

  private static Photo smoothed(Photo from) {
    Photo to = new Photo(from.width(), from.height(), new int[from.rgb().length]);
    for (int k = 0; k < to.rgb().length; k++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        int sum = 0;
        for (int n = 0; n < 25; n++) {
          sum += from.channel(k % from.width() + n % 5 - 2, k / from.width() + n / 5 - 2, c);
        }
        rgb = rgb << 8 | sum / 25;
      }
      to.rgb()[k] = rgb;
    }
    return to;
  }
}
