package dev.damso.face.photo;

import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** BlazeFace, short range (MediaPipe): faces of a fifth of the picture or more. Not thread safe. */
final class FaceDetector implements AutoCloseable {
  private static final int SIDE = 128;
  private static final double LEAST_SCORE = .6;
  private static final double SAME_FACE = .3;

  /** Cells of the two grids of anchors, and anchors in each of their cells. */
  private static final int[][] GRIDS = {{16, 2}, {8, 6}};

  /**
   * A face; pixels of the photo.
   *
   * @param size of the square box
   * @param angle radians, of the line between the eyes
   */
  record Found(double x, double y, double size, double angle, double score) {}

  private final OnnxSession model;

  FaceDetector(Path folder) {
    model =
        OnnxRuntime.instance()
            .open(folder.resolve("face_detection_short_range.onnx"), OnnxOptions.threads(2));
  }

  /** The faces, the largest first. */
  List<Found> find(Photo photo) {
    double size = Math.max(photo.width(), photo.height());
    Roi all = new Roi(photo.width() / 2.0, photo.height() / 2.0, size, 0);
    float[] boxes; // [896][16] x y width height, then six points; pixels of 128 from the anchor
    float[] logits;
    try (Tensor input = Tensor.of(all.pixels(photo, SIDE, -1, 1, false), 1, SIDE, SIDE, 3)) {
      Map<String, Tensor> outputs =
          model.run(Map.of("input", input), List.of("regressors", "classificators"));
      boxes = taken(outputs, "regressors");
      logits = taken(outputs, "classificators");
    }
    List<Found> found = new ArrayList<>();
    int k = 0;
    for (int[] grid : GRIDS) {
      for (int cell = 0; cell < grid[0] * grid[0]; cell++) {
        double x = (cell % grid[0] + .5) / grid[0];
        double y = (Math.floorDiv(cell, grid[0]) + .5) / grid[0];
        for (int n = 0; n < grid[1]; n++, k++) {
          double score = 1 / (1 + Math.exp(-logits[k]));
          if (score >= LEAST_SCORE) {
            found.add(face(all, boxes, 16 * k, x, y, score));
          }
        }
      }
    }
    return distinct(found);
  }

  private static Found face(Roi all, float[] b, int at, double x, double y, double score) {
    double[] middle = all.toPhoto(x + b[at] / SIDE, y + b[at + 1] / SIDE);
    double turn = Math.atan2(b[at + 7] - b[at + 5], b[at + 6] - b[at + 4]);
    double size = Math.max(b[at + 2], b[at + 3]) / SIDE * all.size();
    return new Found(middle[0], middle[1], size, turn, score);
  }

  /** Of those that lie over each other, the surest. */
  private static List<Found> distinct(List<Found> all) {
    List<Found> kept = new ArrayList<>();
    all.sort(Comparator.comparingDouble(Found::score).reversed());
    for (Found face : all) {
      if (kept.stream().noneMatch(other -> overlap(face, other) > SAME_FACE)) {
        kept.add(face);
      }
    }
    kept.sort(Comparator.comparingDouble(Found::size).reversed());
    return kept;
  }

  /** Of the smaller one's area. */
  private static double overlap(Found a, Found b) {
    double least = Math.min(a.size, b.size);
    double across = Math.min(least, (a.size + b.size) / 2 - Math.abs(a.x - b.x));
    double down = Math.min(least, (a.size + b.size) / 2 - Math.abs(a.y - b.y));
    return Math.max(0, across) * Math.max(0, down) / (least * least);
  }

  static float[] taken(Map<String, Tensor> outputs, String name) {
    try (Tensor tensor = outputs.get(name)) {
      if (tensor == null) {
        throw new IllegalStateException("the model gave no " + name);
      }
      return tensor.floats();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
