package dev.damso.face.photo;

import dev.damso.face.photo.FaceLandmarks.Face;
import dev.damso.face.render.BlendShape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes every point of the rig to where it belongs in a photo: posed as the photo's head is, then
 * moved by a thin plate spline that brings landmarks onto landmarks. What meets on the rig meets in
 * the photo, as both lips do.
 */
final class FaceWarp {
  /** Shapes that a mouth in a photo can have. */
  private static final List<List<BlendShape>> MOUTH =
      List.of(
          List.of(BlendShape.JAW_OPEN),
          List.of(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT),
          List.of(BlendShape.MOUTH_UPPER_UP_LEFT, BlendShape.MOUTH_UPPER_UP_RIGHT),
          List.of(BlendShape.MOUTH_LOWER_DOWN_LEFT, BlendShape.MOUTH_LOWER_DOWN_RIGHT));

  private static final double[] MOST = {.5, .6, .8, .8};

  /** Of the face's height: lips further apart than the rig's are open. */
  private static final double OPEN = .012;

  /** Upper and lower inner lip, which are one line in a mouth that is shut. */
  private static final int[][] LIPS = {
    {191, 95},
    {80, 88},
    {81, 178},
    {82, 87},
    {13, 14},
    {312, 317},
    {311, 402},
    {310, 318},
    {415, 324}
  };

  /** Against the model's noise; faces are one unit high. */
  private static final double SMOOTHING = 2e-4;

  /** Of that, where lips are apart: their edges are to be hit. */
  private static final double EXACT = .2;

  /** Of the gap between lips. */
  private static final double INTO_UPPER = .03;

  private static final double INTO_LOWER = .10;

  final HeadPose pose;

  /** The shapes of the face in the photo that part its lips. */
  final Map<BlendShape, Double> parted = new EnumMap<>(BlendShape.class);

  private final double size;
  private final ThinPlateSpline spline;

  FaceWarp(BaseFace base, Face face) {
    double[][] to = new double[FaceLandmarks.COUNT][];
    for (int k = 0; k < to.length; k++) {
      double[] p = face.at(k);
      to[k] = new double[] {p[0], -p[1], -p[2]};
    }
    double[][] from = anchors(base, base.skin.positions());
    boolean open = isOpen(face, from);
    HeadPose fitted = HeadPose.of(from, to);
    for (int round = 0; open && round < 4; round++) {
      fitMouth(base, fitted, to);
      from = anchors(base, base.skin.posed(parted));
      fitted = HeadPose.of(from, to);
    }
    if (open) {
      clearTeeth(to);
    } else {
      closeLips(from);
      closeLips(to);
    }
    pose = fitted;
    size = face.distance(10, 152);
    double[][] points = new double[to.length][];
    double[][] moves = new double[to.length][];
    for (int k = 0; k < to.length; k++) {
      double[] p = pose.at(from[k]);
      points[k] = new double[] {p[0] / size, p[1] / size};
      moves[k] = new double[] {(to[k][0] - p[0]) / size, (to[k][1] - p[1]) / size};
    }
    double[] smoothing = new double[to.length];
    Arrays.fill(smoothing, SMOOTHING);
    if (open) {
      Arrays.stream(LIPS).flatMapToInt(Arrays::stream).forEach(k -> smoothing[k] *= EXACT);
    }
    spline = new ThinPlateSpline(points, moves, smoothing);
  }

  private static double[][] anchors(BaseFace base, float[] positions) {
    double[][] all = new double[base.anchors.length][];
    for (int k = 0; k < all.length; k++) {
      all[k] = base.anchors[k].on(positions);
    }
    return all;
  }

  private static boolean isOpen(Face face, double[][] rig) {
    double own = Math.abs(rig[13][1] - rig[14][1]) / Math.abs(rig[10][1] - rig[152][1]);
    return face.distance(13, 14) / face.distance(10, 152) > own + OPEN;
  }

  /** Moves the lips' inner edges into the lips, lest they wear teeth when they shut. */
  private static void clearTeeth(double[][] points) {
    for (int[] pair : LIPS) {
      for (int i = 0; i < 2; i++) {
        double apart = points[pair[1]][i] - points[pair[0]][i];
        points[pair[0]][i] -= INTO_UPPER * apart;
        points[pair[1]][i] += INTO_LOWER * apart;
      }
    }
  }

  private static void closeLips(double[][] points) {
    for (int[] pair : LIPS) {
      for (int i = 0; i < 3; i++) {
        double middle = (points[pair[0]][i] + points[pair[1]][i]) / 2;
        points[pair[0]][i] = middle;
        points[pair[1]][i] = middle;
      }
    }
  }

  /** Changes {@link #parted} towards the photo's mouth: each weight by itself, in turn. */
  private void fitMouth(BaseFace base, HeadPose current, double[][] to) {
    for (int k = 0; k < MOUTH.size(); k++) {
      float[] posed = base.skin.posed(parted);
      Map<BlendShape, Double> one = new EnumMap<>(BlendShape.class);
      MOUTH.get(k).forEach(shape -> one.put(shape, 1.0));
      float[] moved = base.skin.posed(one);
      double along = 0;
      double length = 0;
      for (int i = 0; i < to.length; i++) {
        double[] rest = base.anchors[i].on(base.skin.positions());
        double[] way = base.anchors[i].on(moved);
        for (int c = 0; c < 3; c++) {
          way[c] -= rest[c];
        }
        double[] w = current.way(way);
        double[] at = current.at(base.anchors[i].on(posed));
        along += w[0] * (to[i][0] - at[0]) + w[1] * (to[i][1] - at[1]);
        length += w[0] * w[0] + w[1] * w[1];
      }
      double before = parted.getOrDefault(MOUTH.get(k).getFirst(), 0.0);
      double weight = Math.clamp(before + along / (length + 1e-9), 0, MOST[k]);
      MOUTH.get(k).forEach(shape -> parted.put(shape, weight));
    }
  }

  /**
   * @return pixels of the photo, right and down; and z in pixels, to the viewer
   */
  double[] at(float x, float y, float z) {
    double[] p = pose.at(new double[] {x, y, z});
    double[] move = spline.at(p[0] / size, p[1] / size);
    return new double[] {p[0] + move[0] * size, -(p[1] + move[1] * size), p[2]};
  }
}
