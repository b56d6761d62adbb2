package dev.damso.face.photo;

import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.render.Bearing;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.Pictures;
import dev.damso.face.render.Rasterizer;
import dev.damso.face.render.Surface;
import dev.damso.media.MediaTime;
import java.util.List;
import java.util.Set;

/**
 * The rig that photos are put on, and where on its skin each landmark lies: the landmark model is
 * asked about a picture of it, so that both sides of the fit have the model's own idea of a face.
 */
final class BaseFace {
  /** Short hair and ears: nothing of the skin is missing. */
  static final String NAME = "joon";

  /** The outline of a face: forehead, the person's left, chin, right. */
  static final int[] OVAL = {
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109
  };

  private static final Set<Integer> INNER_UPPER = Set.of(191, 80, 81, 82, 13, 312, 311, 310, 415);
  private static final Set<Integer> INNER_LOWER = Set.of(95, 88, 178, 87, 14, 317, 402, 318, 324);
  private static final int SIDE = 1_024;

  /** A lip moves so much of the jaw's most with the jaw, if it is the lower. */
  private static final float LOWER = .35f;

  /** A point on the skin: three vertices and their shares. */
  record Anchor(int a, int b, int c, double shareA, double shareB, double shareC) {
    double[] on(float[] positions) {
      double[] p = new double[3];
      for (int k = 0; k < 3; k++) {
        p[k] =
            shareA * positions[3 * a + k]
                + shareB * positions[3 * b + k]
                + shareC * positions[3 * c + k];
      }
      return p;
    }
  }

  final AvatarBundle avatar;
  final Surface skin;

  /** [468]. */
  final Anchor[] anchors = new Anchor[FaceLandmarks.COUNT];

  private final double[][] seen; // [vertices][2] pixels of the rig's picture

  BaseFace(FaceDetector detector, FaceLandmarks landmarks) {
    avatar = AvatarBundle.load(NAME);
    skin = avatar.surface("skin");
    Rasterizer rasterizer =
        new Rasterizer(avatar, Backdrop.load(Backdrop.NAMES.getFirst()), SIDE, SIDE);
    Photo picture =
        new Photo(
            SIDE,
            SIDE,
            Pictures.rgb(
                rasterizer.render(
                    MediaTime.ofMillis(0), new float[BlendShape.COUNT], Bearing.REST)));
    List<FaceDetector.Found> found = detector.find(picture);
    if (found.isEmpty()) {
      throw new IllegalStateException("no face is found on the rig");
    }
    FaceLandmarks.Face face = landmarks.of(picture, found.getFirst());
    float[] p = skin.positions();
    seen = new double[p.length / 3][];
    for (int k = 0; k < seen.length; k++) {
      double[] at = avatar.seenAt(p[3 * k], p[3 * k + 1], p[3 * k + 2]);
      seen[k] = new double[] {(at[0] + .5) * SIDE, (at[1] + .5) * SIDE};
    }
    for (int k = 0; k < anchors.length; k++) {
      anchors[k] = anchor(face.at(k)[0], face.at(k)[1], lip(k));
    }
  }

  /** 1 for the upper lip's inner edge, -1 for the lower's, 0 for all else. */
  private static int lip(int landmark) {
    return INNER_UPPER.contains(landmark) ? 1 : INNER_LOWER.contains(landmark) ? -1 : 0;
  }

  /** The nearest triangle to the viewer there; where there is none, the nearest in the picture. */
  private Anchor anchor(double x, double y, int lip) {
    Anchor best = new Anchor(0, 0, 0, 1, 0, 0);
    double bestScore = Double.NEGATIVE_INFINITY;
    int[] t = skin.triangles();
    for (int k = 0; k < t.length; k += 3) {
      double[] a = seen[t[k]];
      double[] b = seen[t[k + 1]];
      double[] c = seen[t[k + 2]];
      double area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
      if (area >= -1e-6 || (lip != 0 && isLower(t[k]) != lip < 0)) {
        continue; // faces away: rows go down
      }
      double shareB = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area;
      double shareC = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area;
      double shareA = 1 - shareB - shareC;
      double sum = Math.max(0, shareA) + Math.max(0, shareB) + Math.max(0, shareC);
      Anchor inside =
          new Anchor(
              t[k],
              t[k + 1],
              t[k + 2],
              Math.max(0, shareA) / sum,
              Math.max(0, shareB) / sum,
              Math.max(0, shareC) / sum);
      double[] p = inside.on(skin.positions());
      double[] at = avatar.seenAt((float) p[0], (float) p[1], (float) p[2]);
      double away = Math.hypot((at[0] + .5) * SIDE - x, (at[1] + .5) * SIDE - y);
      double score = p[2] - 100 * Math.max(0, away - .01);
      if (score > bestScore) {
        bestScore = score;
        best = inside;
      }
    }
    return best;
  }

  private boolean isLower(int vertex) {
    float[] jaw = skin.shapes().get(BlendShape.JAW_OPEN);
    if (jaw == null) {
      return false;
    }
    float most = 0;
    for (int k = 1; k < jaw.length; k += 3) {
      most = Math.min(most, jaw[k]);
    }
    return jaw[3 * vertex + 1] < LOWER * most;
  }

  /** The outline in the rig's x and y, decimetres: [points][2]. */
  double[][] oval() {
    double[][] outline = new double[OVAL.length][];
    for (int k = 0; k < OVAL.length; k++) {
      double[] p = anchors[OVAL[k]].on(skin.positions());
      outline[k] = new double[] {p[0], p[1]};
    }
    return outline;
  }
}
