package dev.damso.face.photo;

import dev.damso.face.render.BlendShape;
import dev.damso.face.render.BundleWriter;
import dev.damso.face.render.Surface;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The rig's surfaces, brought into a photo's {@link World}. */
final class FaceMesh {
  /** Of the outline of the landmarks. */
  private static final double FACE = 1.02;

  /** Of a normal, towards the viewer: what is turned away more is not seen in a photo. */
  private static final double FACING = .12;

  private final FaceWarp warp;
  private final World world;
  private final BaseFace base;

  FaceMesh(BaseFace base, FaceWarp warp, World world) {
    this.base = base;
    this.warp = warp;
    this.world = world;
  }

  /** The face up to its outline, with the photo on it. */
  Surface face() {
    Surface skin = base.skin;
    Outline2d outline = new Outline2d(base.oval()).scaled(FACE);
    float[] p = skin.positions();
    int[] t = skin.triangles();
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    int[] kept = new int[t.length];
    int count = 0;
    for (int k = 0; k < t.length; k += 3) {
      if (inside(outline, p, t[k]) && inside(outline, p, t[k + 1]) && inside(outline, p, t[k + 2])
          && facing(p, t[k], t[k + 1], t[k + 2]) > FACING) {
        for (int c = 0; c < 3; c++) {
          kept[count++] = numbers.computeIfAbsent(t[k + c], _ -> numbers.size());
        }
      }
    }
    int[] vertices = numbers.keySet().stream().mapToInt(v -> v).toArray();
    return warped(part(skin, vertices, Arrays.copyOf(kept, count)));
  }

  private static boolean inside(Outline2d outline, float[] p, int vertex) {
    return outline.contains(p[3 * vertex], p[3 * vertex + 1]);
  }

  /** The z of a triangle's unit normal. */
  private static double facing(float[] p, int a, int b, int c) {
    double ux = p[3 * b] - p[3 * a];
    double uy = p[3 * b + 1] - p[3 * a + 1];
    double uz = p[3 * b + 2] - p[3 * a + 2];
    double vx = p[3 * c] - p[3 * a];
    double vy = p[3 * c + 1] - p[3 * a + 1];
    double vz = p[3 * c + 2] - p[3 * a + 2];
    double x = uy * vz - uz * vy;
    double y = uz * vx - ux * vz;
    double z = ux * vy - uy * vx;
    return z / (Math.sqrt(x * x + y * y + z * z) + 1e-12);
  }

  private static Surface part(Surface whole, int[] vertices, int[] triangles) {
    int n = vertices.length;
    float[] positions = new float[3 * n];
    float[] light = new float[n];
    Map<BlendShape, float[]> shapes = BundleWriter.noShapes();
    whole.shapes().keySet().forEach(shape -> shapes.put(shape, new float[3 * n]));
    for (int k = 0; k < n; k++) {
      System.arraycopy(whole.positions(), 3 * vertices[k], positions, 3 * k, 3);
      light[k] = whole.light()[vertices[k]];
      for (Map.Entry<BlendShape, float[]> shape : shapes.entrySet()) {
        float[] from = whole.shapes().getOrDefault(shape.getKey(), new float[0]);
        System.arraycopy(from, 3 * vertices[k], shape.getValue(), 3 * k, 3);
      }
    }
    return new Surface(positions, new float[2 * n], light, triangles, shapes);
  }

  /**
   * A surface of the rig in the photo: at rest its lips are shut, while its picture is taken from
   * where they are in the photo.
   */
  Surface warped(Surface rig) {
    int n = rig.light().length;
    float[] posed = rig.posed(warp.parted);
    float[] rest = rig.posed(kept());
    float[] positions = new float[3 * n];
    float[] uvs = new float[2 * n];
    for (int k = 0; k < n; k++) {
      double[] seen = warp.at(posed[3 * k], posed[3 * k + 1], posed[3 * k + 2]);
      uvs[2 * k] = (float) world.framing().u(seen[0]);
      uvs[2 * k + 1] = (float) world.framing().v(seen[1]);
      System.arraycopy(at(rest, k), 0, positions, 3 * k, 3);
    }
    Map<BlendShape, float[]> shapes = BundleWriter.noShapes();
    rig.shapes().forEach((shape, moves) -> {
      float[] moved = new float[3 * n];
      for (int k = 0; k < n; k++) {
        if (moves[3 * k] != 0 || moves[3 * k + 1] != 0 || moves[3 * k + 2] != 0) {
          float[] to = new float[3];
          for (int c = 0; c < 3; c++) {
            to[c] = rest[3 * k + c] + moves[3 * k + c];
          }
          float[] there = at(to, 0);
          for (int c = 0; c < 3; c++) {
            moved[3 * k + c] = there[c] - positions[3 * k + c];
          }
        }
      }
      shapes.put(shape, moved);
    });
    return new Surface(positions, uvs, rig.light(), rig.triangles(), shapes);
  }

  /** A smile stays, lips that are apart do not. */
  private Map<BlendShape, Double> kept() {
    Map<BlendShape, Double> kept = new HashMap<>();
    for (BlendShape smile : Set.of(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT)) {
      kept.put(smile, warp.parted.getOrDefault(smile, 0.0));
    }
    return kept;
  }

  private float[] at(float[] positions, int vertex) {
    return world.at(
        warp.at(positions[3 * vertex], positions[3 * vertex + 1], positions[3 * vertex + 2]));
  }

  /**
   * The vertices at the outer edge of a surface.
   *
   * @param holes around the holes that it has, in the frame's u and v
   */
  static int[] rim(Surface surface, Outline2d holes) {
    Map<Long, Integer> edges = new HashMap<>();
    int[] t = surface.triangles();
    for (int k = 0; k < t.length; k++) {
      int a = t[k];
      int b = t[k % 3 == 2 ? k - 2 : k + 1];
      edges.merge((long) Math.min(a, b) << 32 | Math.max(a, b), 1, Integer::sum);
    }
    Set<Integer> rim = new HashSet<>();
    edges.forEach((edge, count) -> {
      for (int vertex : new int[] {(int) (edge >> 32), (int) (long) edge}) {
        if (count == 1
            && !holes.contains(surface.uvs()[2 * vertex], surface.uvs()[2 * vertex + 1])) {
          rim.add(vertex);
        }
      }
    });
    return rim.stream().mapToInt(v -> v).sorted().toArray();
  }
}
