package dev.damso.face.photo;

import dev.damso.face.render.BlendShape;
import dev.damso.face.render.BundleWriter;
import dev.damso.face.render.Surface;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rig's surfaces, brought into a photo's {@link World}. */
final class FaceMesh {
  /** Of the outline of the landmarks. */
  private static final double FACE = 1.02;

  /** Of a normal, towards the viewer: the edge of the face ends where it is turned away more. */
  private static final double FACING = .12;

  /** Decimetres behind the tip of the nose from where the sides of a face are made less deep. */
  private static final double DEEP = .55;

  /** What is deeper is so much deeper at most. */
  private static final double DEEPER = .25;

  /** Of the outline: further in, nothing is left out. */
  private static final double WHOLE = .8;

  private static final List<BlendShape> SMILE =
      List.of(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT);

  private static final double DRAWN_IN = .25;

  /** Rig and photo, vertices of a surface: at rest, and as it is in the photo. */
  record Worn(Surface surface, float[] inPhoto) {}

  private final FaceWarp warp;
  private final World world;
  private final BaseFace base;

  FaceMesh(BaseFace base, FaceWarp warp, World world) {
    this.base = base;
    this.warp = warp;
    this.world = world;
  }

  /** The face up to its outline, with the photo on it. */
  Worn face() {
    Surface skin = base.skin;
    Outline2d outline = new Outline2d(base.oval()).scaled(FACE);
    Outline2d whole = outline.scaled(WHOLE);
    float[] p = skin.positions();
    int[] t = skin.triangles();
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    int[] kept = new int[t.length];
    int count = 0;
    for (int k = 0; k < t.length; k += 3) {
      if (inside(outline, p, t[k])
          && inside(outline, p, t[k + 1])
          && inside(outline, p, t[k + 2])
          && (inside(whole, p, t[k]) || facing(p, t[k], t[k + 1], t[k + 2]) > FACING)) {
        for (int c = 0; c < 3; c++) {
          kept[count++] = numbers.computeIfAbsent(t[k + c], _ -> numbers.size());
        }
      }
    }
    int[] vertices = numbers.keySet().stream().mapToInt(v -> v).toArray();
    return worn(part(skin, vertices, Arrays.copyOf(kept, count)), this::flattened);
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

  /** As a face is, but for steep sides, which would tear from what is around them as it turns. */
  private double[] flattened(float x, float y, float z) {
    double[] seen = warp.at(x, y, z);
    double[] nose = base.anchors[1].on(base.skin.positions());
    double tip = warp.pose.at(nose)[2];
    double deep = (tip - seen[2]) / world.scale();
    if (deep > DEEP) {
      double flat = DEEP + DEEPER * (1 - Math.exp((DEEP - deep) / DEEPER));
      seen[2] = tip - flat * world.scale();
    }
    return seen;
  }

  /** An eye. */
  Surface eye(Surface rig) {
    return worn(rig, warp::at).surface();
  }

  /**
   * Teeth, tongue, cheeks from within: where they are seen behind the lips of a face from the
   * front, however the head is turned.
   */
  Surface inMouth(Surface rig) {
    double[] middle = base.anchors[13].on(base.skin.positions());
    double[] corner = base.anchors[61].on(base.skin.positions());
    return worn(
            rig,
            (x, y, z) -> {
              double aside = Math.min(1.5, Math.abs(x / corner[0]));
              float lips = (float) (middle[2] + (corner[2] - middle[2]) * aside * aside);
              double[] seen = warp.at(x, y, lips);
              return new double[] {seen[0], seen[1], seen[2] - (lips - z) * world.scale()};
            })
        .surface();
  }

  /** Takes a place on the rig to pixels right and down, and to the viewer. */
  @FunctionalInterface
  private interface Way {
    double[] to(float x, float y, float z);
  }

  /**
   * A surface of the rig in the photo: at rest its lips are shut, while its picture is taken from
   * where they are in the photo.
   */
  private Worn worn(Surface rig, Way way) {
    int n = rig.light().length;
    float[] posed = rig.posed(warp.parted);
    float[] rest = rig.posed(kept());
    float[] positions = new float[3 * n];
    float[] inPhoto = new float[3 * n];
    float[] uvs = new float[2 * n];
    for (int k = 0; k < n; k++) {
      double[] seen = way.to(posed[3 * k], posed[3 * k + 1], posed[3 * k + 2]);
      uvs[2 * k] = (float) world.framing().u(seen[0]);
      uvs[2 * k + 1] = (float) world.framing().v(seen[1]);
      System.arraycopy(world.at(seen), 0, inPhoto, 3 * k, 3);
      double[] there = way.to(rest[3 * k], rest[3 * k + 1], rest[3 * k + 2]);
      System.arraycopy(world.at(there), 0, positions, 3 * k, 3);
    }
    Map<BlendShape, float[]> shapes = BundleWriter.noShapes();
    rig.shapes()
        .forEach((shape, moves) -> {
          float[] moved = new float[3 * n];
          for (int k = 0; k < 3 * n; k += 3) {
            if (moves[k] != 0 || moves[k + 1] != 0 || moves[k + 2] != 0) {
              float[] there =
                  world.at(
                      way.to(
                          rest[k] + moves[k],
                          rest[k + 1] + moves[k + 1],
                          rest[k + 2] + moves[k + 2]));
              for (int c = 0; c < 3; c++) {
                moved[k + c] = there[c] - positions[k + c];
              }
            }
          }
          shapes.put(shape, moved);
        });
    return new Worn(new Surface(positions, uvs, rig.light(), rig.triangles(), shapes), inPhoto);
  }

  /** A smile stays, lips that are apart do not: they shut, drawn in where they wear some teeth. */
  private Map<BlendShape, Double> kept() {
    Map<BlendShape, Double> kept = new EnumMap<>(BlendShape.class);
    if (!warp.parted.isEmpty()) {
      for (BlendShape smile : SMILE) {
        kept.put(smile, warp.parted.getOrDefault(smile, 0.0));
      }
      kept.put(BlendShape.MOUTH_ROLL_LOWER, DRAWN_IN);
      kept.put(BlendShape.MOUTH_ROLL_UPPER, DRAWN_IN);
    }
    return kept;
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
