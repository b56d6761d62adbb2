package dev.damso.face.photo;

import dev.damso.face.photo.FaceLandmarks.Face;
import java.awt.image.BufferedImage;

/**
 * Paints lips over the teeth that a photo shows between them, each lip continued by its mirror
 * image and dark towards the other, so that lips which shut wear no teeth and meet in a line.
 */
final class LipPaint {
  private static final int[] UPPER_OUTER = {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291};
  private static final int[] UPPER_INNER = {78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308};
  private static final int[] LOWER_INNER = {78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308};
  private static final int[] LOWER_OUTER = {61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291};

  /** Of a lip: landmarks err by this much, towards the teeth. */
  private static final double EDGE = .16;

  /** Of a lip, from its edge inwards: what is mirrored. */
  private static final double MIRRORED = .6;

  /** Of a lip, around its edge: where it becomes dark. */
  private static final double SHADE = .25;

  private static final double DARKER = .32;

  /** A line from the left to the right of the picture, pixels. */
  private record Line(double[] x, double[] y) {
    static Line of(int[] landmarks, Face face, Framing framing, BufferedImage frame) {
      Line line = new Line(new double[landmarks.length], new double[landmarks.length]);
      for (int k = 0; k < landmarks.length; k++) {
        double[] p = face.at(landmarks[k]);
        line.x[k] = framing.u(p[0]) * frame.getWidth();
        line.y[k] = framing.v(p[1]) * frame.getHeight();
      }
      return line;
    }

    double at(double px) {
      int k = 1;
      while (k < x.length - 1 && x[k] < px) {
        k++;
      }
      double part = Math.clamp((px - x[k - 1]) / Math.max(1e-6, x[k] - x[k - 1]), 0, 1);
      return y[k - 1] + part * (y[k] - y[k - 1]);
    }
  }

  private LipPaint() {}

  /**
   * @param frame what {@link FrameImage} drew
   */
  static void shut(BufferedImage frame, Face face, Framing framing) {
    Line upperOuter = Line.of(UPPER_OUTER, face, framing, frame);
    Line upperInner = Line.of(UPPER_INNER, face, framing, frame);
    Line lowerInner = Line.of(LOWER_INNER, face, framing, frame);
    Line lowerOuter = Line.of(LOWER_OUTER, face, framing, frame);
    int from = Math.max(0, (int) Math.ceil(upperInner.x[0]));
    int to = Math.min(frame.getWidth(), (int) upperInner.x[upperInner.x.length - 1]);
    for (int x = from; x < to; x++) {
      double middle = (upperInner.at(x) + lowerInner.at(x)) / 2;
      continued(frame, x, upperOuter.at(x), upperInner.at(x), middle);
      continued(frame, x, lowerOuter.at(x), lowerInner.at(x), middle);
    }
  }

  /** Continues one lip in a column, from its inner edge to where the lips meet. */
  private static void continued(BufferedImage frame, int x, double outer, double inner, double to) {
    double lip = Math.abs(inner - outer);
    if (lip < 1) {
      return;
    }
    double way = Math.signum(inner - outer);
    double edge = inner - way * EDGE * lip;
    double gap = Math.max(1, way * (to - edge));
    double mirrored = Math.min(1, MIRRORED * lip / gap);
    int height = frame.getHeight();
    int[] column = frame.getRGB(x, 0, 1, height, null, 0, 1);
    for (int y = (int) Math.round(edge - way * SHADE * lip); way * (to - y) >= 0; y += (int) way) {
      double beyond = way * (y - edge);
      double source = beyond > 0 ? edge - way * beyond * mirrored : y;
      double depth = Math.clamp(.5 + beyond / Math.max(1, 2 * SHADE * lip), 0, 1);
      double light = 1 - DARKER * depth * depth * (3 - 2 * depth);
      if (y >= 0 && y < height) {
        int rgb = column[Math.clamp(Math.round(source), 0, height - 1)];
        frame.setRGB(x, y, lit(rgb, light));
      }
    }
  }

  private static int lit(int rgb, double light) {
    int red = (int) ((rgb >> 16 & 255) * (1 + light) / 2); // between lips it is dark red
    int green = (int) ((rgb >> 8 & 255) * light);
    int blue = (int) ((rgb & 255) * light);
    return red << 16 | green << 8 | blue;
  }
}
