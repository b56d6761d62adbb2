package dev.damso.face.render;

import dev.damso.media.VideoFrame;

/** I420 back to RGB, for pictures to look at. */
public final class Pictures {
  private Pictures() {}

  /** Row by row, 0xRRGGBB (BT.601, limited range). */
  public static int[] rgb(VideoFrame frame) {
    int w = frame.width();
    int h = frame.height();
    byte[] i420 = frame.i420();
    int[] rgb = new int[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int chroma = w * h + y / 2 * (w / 2) + x / 2;
        double luma = 1.164 * ((i420[y * w + x] & 0xff) - 16);
        int u = (i420[chroma] & 0xff) - 128;
        int v = (i420[chroma + w * h / 4] & 0xff) - 128;
        rgb[y * w + x] =
            level(luma + 1.596 * v) << 16
                | level(luma - .392 * u - .813 * v) << 8
                | level(luma + 2.017 * u);
      }
    }
    return rgb;
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}
