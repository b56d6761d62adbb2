package dev.damso.face.photo;

import dev.damso.face.photo.FaceLandmarks.Iris;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.BundleWriter;
import dev.damso.face.render.Surface;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An eye of a photo, whole: what lids hide is made up of what is seen, so that it can look about
 * under them.
 */
final class EyePicture {
  static final int SIDE = 256;

  /** The lids' edges: the person's right eye and left. */
  static final int[] RIGHT = {
    33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7
  };

  static final int[] LEFT = {
    263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249
  };

  /** Of the lids' outline: what is surely eye. */
  private static final double SURE = .93;

  /** Rings of an iris that colours are averaged in. */
  private static final int RINGS = 24;

  /** Of the iris's radius, that it is soft at its edge. */
  private static final double RIM = 1.12;

  /** Decimetres that an iris moves at full weight, across and down. */
  private static final float ACROSS = .043f;

  private static final float DOWN = .022f;

  final Surface surface;
  final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);

  private final Photo photo;
  private final Outline2d seen;
  private final Iris iris;
  private final double left;
  private final double top;
  private final double size;

  /**
   * @param warped the rig's eye in the photo, its texture coordinates the frame's
   */
  EyePicture(
      Photo photo,
      Framing framing,
      Surface warped,
      Outline2d lids,
      Iris iris,
      boolean personsLeft) {
    this.photo = photo;
    this.iris = iris;
    seen = lids.scaled(SURE);
    float[] uvs = warped.uvs();
    double[] box = {1e9, 1e9, -1e9, -1e9};
    for (int k = 0; k < uvs.length; k += 2) {
      double x = framing.px(uvs[k]);
      double y = framing.py(uvs[k + 1]);
      box =
          new double[] {
            Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)
          };
    }
    size = Math.max(box[2] - box[0], box[3] - box[1]);
    left = (box[0] + box[2] - size) / 2;
    top = (box[1] + box[3] - size) / 2;
    float[] local = new float[uvs.length];
    for (int k = 0; k < uvs.length; k += 2) {
      local[k] = (float) ((framing.px(uvs[k]) - left) / size);
      local[k + 1] = (float) ((framing.py(uvs[k + 1]) - top) / size);
    }
    float[] light = new float[warped.light().length];
    Arrays.fill(light, 1);
    surface =
        new Surface(
            warped.positions(), local, light, warped.triangles(), gaze(light.length, personsLeft));
    draw();
  }

  private static Map<BlendShape, float[]> gaze(int vertices, boolean left) {
    Map<BlendShape, float[]> shapes = BundleWriter.noShapes();
    shapes.put(
        left ? BlendShape.EYE_LOOK_OUT_LEFT : BlendShape.EYE_LOOK_IN_RIGHT,
        all(vertices, ACROSS, 0));
    shapes.put(
        left ? BlendShape.EYE_LOOK_IN_LEFT : BlendShape.EYE_LOOK_OUT_RIGHT,
        all(vertices, -ACROSS, 0));
    shapes.put(
        left ? BlendShape.EYE_LOOK_UP_LEFT : BlendShape.EYE_LOOK_UP_RIGHT, all(vertices, 0, DOWN));
    shapes.put(
        left ? BlendShape.EYE_LOOK_DOWN_LEFT : BlendShape.EYE_LOOK_DOWN_RIGHT,
        all(vertices, 0, -DOWN));
    return shapes;
  }

  private static float[] all(int vertices, float x, float y) {
    float[] moves = new float[3 * vertices];
    for (int k = 0; k < moves.length; k += 3) {
      moves[k] = x;
      moves[k + 1] = y;
    }
    return moves;
  }

  private void draw() {
    double[][] rings = rings();
    List<double[]> white = white();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double px = left + (x + .5) * size / SIDE;
        double py = top + (y + .5) * size / SIDE;
        image.setRGB(
            x,
            y,
            seen.contains(px, py) || white.isEmpty()
                ? photo.sample(px, py)
                : hidden(px, py, rings, white));
      }
    }
  }

  private double fromIris(double px, double py) {
    return Math.hypot(px - iris.x(), py - iris.y()) / iris.radius();
  }

  /** Mean colours of the iris from its middle outwards, of what is seen: [rings][4], sums. */
  private double[][] rings() {
    double[][] rings = new double[RINGS][4];
    forSeen((px, py) -> {
      int ring = (int) (fromIris(px, py) / RIM * RINGS);
      if (ring < RINGS) {
        for (int c = 0; c < 3; c++) {
          rings[ring][c] += photo.sample(px, py, c);
        }
        rings[ring][3]++;
      }
    });
    return rings;
  }

  /** Places beside the iris. */
  private List<double[]> white() {
    List<double[]> white = new ArrayList<>();
    int[] n = {0};
    forSeen((px, py) -> {
      if (fromIris(px, py) > RIM + .1 && n[0]++ % 16 == 0) {
        white.add(
            new double[] {
              px, py, photo.sample(px, py, 0), photo.sample(px, py, 1), photo.sample(px, py, 2)
            });
      }
    });
    return white;
  }

  @FunctionalInterface
  private interface Visit {
    void at(double px, double py);
  }

  private void forSeen(Visit visit) {
    for (int k = 0; k < SIDE * SIDE; k++) {
      double px = left + (k % SIDE + .5) * size / SIDE;
      double py = top + (Math.floorDiv(k, SIDE) + .5) * size / SIDE;
      if (seen.contains(px, py)) {
        visit.at(px, py);
      }
    }
  }

  private int hidden(double px, double py, double[][] rings, List<double[]> white) {
    double[] beside = new double[3];
    double weights = 0;
    for (double[] w : white) {
      double dx = px - w[0];
      double dy = py - w[1];
      double weight = 1 / (Math.pow(dx * dx + dy * dy, 2) + 1);
      weights += weight;
      for (int c = 0; c < 3; c++) {
        beside[c] += weight * w[2 + c];
      }
    }
    double away = fromIris(px, py);
    int ring = Math.min(RINGS - 1, (int) (away / RIM * RINGS));
    double inside = rings[ring][3] == 0 ? 0 : Math.clamp((RIM - away) / .15, 0, 1);
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double iris = rings[ring][3] == 0 ? 0 : rings[ring][c] / rings[ring][3];
      rgb = rgb << 8 | (int) Math.round(inside * iris + (1 - inside) * beside[c] / weights);
    }
    return rgb;
  }
}
