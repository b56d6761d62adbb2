package dev.damso.face.photo;

import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** MediaPipe Face Mesh: 468 points of a face, and its irises. Not thread safe. */
final class FaceLandmarks implements AutoCloseable {
  static final int COUNT = 468;

  private static final int SIDE = 192;
  private static final int EYE_SIDE = 64;

  /** Of a side, to the points that are in it. */
  private static final double MARGIN = 1.5;

  private static final double EYE_MARGIN = 2.3;

  /** Crops whose results are averaged: moved, scaled and turned a little against noise. */
  private static final double[][] VARIED = {
    {0, 0, 1, 0}, {.02, 0, 1.06, .05}, {-.02, .01, .95, -.05}, {0, -.02, 1.1, -.03},
    {.01, .02, .98, .03}, {-.01, -.01, 1.03, .02}, {.015, -.015, .92, -.02}, {-.015, 0, 1.0, .04},
  };

  /**
   * @param points [468][3]: x right and y down in pixels of the photo; z as large, away from the
   *     viewer
   * @param presence 0 to 1, that there is a face at all
   */
  record Face(double[][] points, double presence) {
    double[] at(int landmark) {
      return points[landmark];
    }

    double distance(int a, int b) {
      return Math.hypot(points[a][0] - points[b][0], points[a][1] - points[b][1]);
    }
  }

  /** An iris: its middle and radius, pixels. */
  record Iris(double x, double y, double radius) {}

  private final OnnxSession mesh;
  private final OnnxSession iris;

  FaceLandmarks(Path folder) {
    OnnxRuntime onnx = OnnxRuntime.instance();
    mesh = onnx.open(folder.resolve("face_landmark.onnx"), OnnxOptions.threads(2));
    iris = onnx.open(folder.resolve("iris_landmark.onnx"), OnnxOptions.threads(2));
  }

  Face of(Photo photo, FaceDetector.Found found) {
    Roi first = new Roi(found.x(), found.y(), found.size() * MARGIN, found.angle());
    Roi roi = around(run(photo, first));
    double[][] sum = new double[COUNT][3];
    double presence = 0;
    for (double[] v : VARIED) {
      Face face = run(photo, roi.varied(v[0], v[1], v[2], v[3]));
      presence += face.presence() / VARIED.length;
      for (int k = 0; k < COUNT; k++) {
        for (int c = 0; c < 3; c++) {
          sum[k][c] += face.points()[k][c] / VARIED.length;
        }
      }
    }
    return new Face(sum, presence);
  }

  /** As {@link #of}, of one crop: a fifth of the time. */
  Face roughly(Photo photo, FaceDetector.Found found) {
    Roi first = new Roi(found.x(), found.y(), found.size() * MARGIN, found.angle());
    return run(photo, around(run(photo, first)));
  }

  private static Roi around(Face face) {
    double[] low = face.at(0).clone();
    double[] high = low.clone();
    for (double[] p : face.points()) {
      for (int c = 0; c < 2; c++) {
        low[c] = Math.min(low[c], p[c]);
        high[c] = Math.max(high[c], p[c]);
      }
    }
    double[] right = face.at(33);
    double[] left = face.at(263);
    double size = Math.max(high[0] - low[0], high[1] - low[1]) * MARGIN;
    double turn = Math.atan2(left[1] - right[1], left[0] - right[0]);
    return new Roi((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, size, turn);
  }

  private Face run(Photo photo, Roi roi) {
    float[] out;
    float[] logit;
    try (Tensor input = Tensor.of(roi.pixels(photo, SIDE, 0, 1, false), 1, SIDE, SIDE, 3)) {
      Map<String, Tensor> outputs =
          mesh.run(Map.of("input_1", input), List.of("conv2d_21", "conv2d_31"));
      out = FaceDetector.taken(outputs, "conv2d_21");
      logit = FaceDetector.taken(outputs, "conv2d_31");
    }
    double[][] points = new double[COUNT][];
    for (int k = 0; k < COUNT; k++) {
      double[] p = roi.toPhoto(out[3 * k] / SIDE, out[3 * k + 1] / SIDE);
      points[k] = new double[] {p[0], p[1], out[3 * k + 2] / SIDE * roi.size()};
    }
    return new Face(points, 1 / (1 + Math.exp(-logit[0])));
  }

  /**
   * The iris of an eye.
   *
   * @param left whether it is the person's left eye
   */
  Iris iris(Photo photo, Face face, boolean left) {
    double[] a = face.at(left ? 362 : 33);
    double[] b = face.at(left ? 263 : 133);
    double size = EYE_MARGIN * Math.hypot(a[0] - b[0], a[1] - b[1]);
    Roi roi =
        new Roi((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, size, Math.atan2(b[1] - a[1], b[0] - a[0]));
    float[] out; // [5][3] middle, then the rim's four sides; the model knows left eyes
    try (Tensor input = Tensor.of(roi.pixels(photo, EYE_SIDE, 0, 1, !left), 1, 64, 64, 3)) {
      out =
          FaceDetector.taken(
              iris.run(Map.of("input_1", input), List.of("output_iris")), "output_iris");
    }
    double across = Math.hypot(out[3] - out[9], out[4] - out[10]);
    double down = Math.hypot(out[6] - out[12], out[7] - out[13]);
    double x = left ? out[0] / EYE_SIDE : 1 - out[0] / EYE_SIDE;
    double[] middle = roi.toPhoto(x, out[1] / EYE_SIDE);
    return new Iris(middle[0], middle[1], (across + down) / 4 / EYE_SIDE * size);
  }

  @Override
  public void close() {
    mesh.close();
    iris.close();
  }
}
