package dev.damso.face.photo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.BundleWriter;
import dev.damso.face.render.Surface;
import java.util.Arrays;
import java.util.Map;

/**
 * All of the photo around the face, on a grid: near the face it follows its skin, hair and neck
 * turn with the head, less and less, and what is far stays.
 */
final class Surroundings {
  private static final int COLUMNS = 80;
  private static final int ROWS = 45;

  private static final double BEYOND = .01;

  /** Of the face's height, from here on: skin follows what is so near, and as far as that. */
  private static final double NEAR = .05;

  private static final double REACH = .34;

  /** A head with hair: its half width and its heights above and below the middle of the face. */
  private static final double SIDE = .62;

  private static final double CROWN = .95;
  private static final double CHIN = .60;

  /** So many heads away, nothing turns any more. */
  private static final double STILL = 1.75;

  /** Decimetres that it lies behind the edge of the face; and how it falls away from it. */
  private static final double BEHIND = .04;

  private static final double FALL = .55;
  private static final double DEEPEST = -1.5;

  final Surface surface;
  final float[] headWeight;

  /**
   * @param rim vertices of the face that it follows
   * @param oval around the face, pixels
   * @param mouth around all that a mouth can open, pixels: there it has a hole
   * @param size the face's height, pixels
   */
  Surroundings(
      FaceMesh.Worn worn, int[] rim, World world, Outline2d oval, Outline2d mouth, double size) {
    Surface face = worn.surface();
    double[] middle = oval.middle();
    int n = (COLUMNS + 1) * (ROWS + 1);
    Framing framing = world.framing();
    float[] positions = new float[3 * n];
    float[] uvs = new float[2 * n];
    float[] light = new float[n];
    Arrays.fill(light, 1);
    headWeight = new float[n];
    Map<BlendShape, float[]> shapes = BundleWriter.noShapes();
    face.shapes().keySet().forEach(shape -> shapes.put(shape, new float[3 * n]));
    for (int k = 0; k < n; k++) {
      double u = across(k % (COLUMNS + 1));
      double v = down(k / (COLUMNS + 1));
      uvs[2 * k] = (float) u;
      uvs[2 * k + 1] = (float) v;
      double px = framing.px(u);
      double py = framing.py(v);
      headWeight[k] = (float) turning((px - middle[0]) / size, (py - middle[1]) / size);
      follow(worn, rim, world, k, px, py, size, positions, shapes);
    }
    surface = new Surface(positions, uvs, light, cells(framing, mouth), shapes);
  }

  /** From a little beyond the frame to a little beyond it. */
  private static double across(int column) {
    return (1 + 2 * BEYOND) * column / COLUMNS - BEYOND;
  }

  private static double down(int row) {
    return (1 + 2 * BEYOND) * row / ROWS - BEYOND;
  }

  private static double turning(double right, double down) {
    double across = right / SIDE;
    double along = down < 0 ? down / CROWN : down / CHIN;
    double away = Math.sqrt(across * across + along * along);
    double x = Math.clamp((STILL - away) / (STILL - 1), 0, 1);
    return x * x * (3 - 2 * x);
  }

  private static void follow(
      FaceMesh.Worn worn,
      int[] rim,
      World world,
      int k,
      double px,
      double py,
      double size,
      float[] positions,
      Map<BlendShape, float[]> shapes) {
    Surface face = worn.surface();
    double[] shares = new double[rim.length];
    double sum = 1e-12;
    double nearest = Double.MAX_VALUE;
    double z = 0;
    for (int r = 0; r < rim.length; r++) {
      double dx = (px - world.framing().px(face.uvs()[2 * rim[r]])) / size;
      double dy = (py - world.framing().py(face.uvs()[2 * rim[r] + 1])) / size;
      double away = Math.sqrt(dx * dx + dy * dy);
      nearest = Math.min(nearest, away);
      shares[r] = 1 / (Math.pow(away / NEAR, 4) + .01);
      sum += shares[r];
      z += shares[r] * face.positions()[3 * rim[r] + 2];
    }
    double depth = z / sum - BEHIND - FALL * nearest * size / world.scale();
    float[] at =
        world.at(new double[] {px, py, Math.max(DEEPEST, depth) * world.scale() + world.depth()});
    System.arraycopy(at, 0, positions, 3 * k, 3);
    double x = Math.clamp(1 - nearest / REACH, 0, 1);
    double much = x * x * (3 - 2 * x);
    if (much > 0) {
      for (int r = 0; r < rim.length; r++) {
        for (int c = 0; c < 3; c++) {
          int from = 3 * rim[r] + c;
          positions[3 * k + c] +=
              (float) (much * shares[r] / sum * (face.positions()[from] - worn.inPhoto()[from]));
        }
      }
      for (Map.Entry<BlendShape, float[]> shape : shapes.entrySet()) {
        float[] moves = face.shapes().getOrDefault(shape.getKey(), new float[0]);
        for (int r = 0; r < rim.length; r++) {
          for (int c = 0; c < 3; c++) {
            shape.getValue()[3 * k + c] += (float) (much * shares[r] / sum * moves[3 * rim[r] + c]);
          }
        }
      }
    }
  }

  /** Two triangles for each cell that is not wholly in the hole. */
  private static int[] cells(Framing framing, Outline2d mouth) {
    int[] triangles = new int[6 * COLUMNS * ROWS];
    int count = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        boolean hidden = true;
        for (int corner = 0; corner < 4; corner++) {
          hidden &=
              mouth.contains(
                  framing.px(across(column + corner % 2)), framing.py(down(row + corner / 2)));
        }
        if (!hidden) {
          int a = row * (COLUMNS + 1) + column;
          int below = a + COLUMNS + 1;
          for (int v : new int[] {a, below, below + 1, a, below + 1, a + 1}) {
            triangles[count++] = v;
          }
        }
      }
    }
    return Arrays.copyOf(triangles, count);
  }

  /**
   * Adds the part that turns with the head, or follows the face, or the part that stays.
   *
   * @return the group
   */
  ObjectNode add(BundleWriter bundle, boolean turning) {
    boolean[] moves = new boolean[headWeight.length];
    for (int k = 0; k < moves.length; k++) {
      moves[k] = headWeight[k] > 0;
      for (float[] shape : surface.shapes().values()) {
        moves[k] |= shape[3 * k] != 0 || shape[3 * k + 1] != 0;
      }
    }
    int[] all = surface.triangles();
    int[] kept = new int[all.length];
    int count = 0;
    for (int k = 0; k < all.length; k += 3) {
      if ((moves[all[k]] || moves[all[k + 1]] || moves[all[k + 2]]) == turning) {
        System.arraycopy(all, k, kept, count, 3);
        count += 3;
      }
    }
    Surface part =
        new Surface(
            surface.positions(),
            surface.uvs(),
            surface.light(),
            Arrays.copyOf(kept, count),
            turning ? surface.shapes() : BundleWriter.noShapes());
    return bundle.add(
        turning ? "around" : "behind",
        "lit",
        part,
        turning ? headWeight : new float[headWeight.length]);
  }
}
