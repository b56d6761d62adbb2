package dev.damso.face.render;

import java.util.EnumMap;
import java.util.Map;

/**
 * A copy of one group of an avatar's mesh, for who makes others of it.
 *
 * @param positions [vertices][3] decimetres
 * @param uvs [vertices][2] in [0, 1], v down
 * @param light [vertices] baked, 1 = as painted
 * @param triangles [triangles][3] vertices of the group, counted from 0
 * @param shapes [vertices][3] decimetres, of those shapes that move the group
 */
public record Surface(
    float[] positions,
    float[] uvs,
    float[] light,
    int[] triangles,
    Map<BlendShape, float[]> shapes) {

  static Surface of(AvatarBundle avatar, MeshGroup group) {
    int first = group.firstVertex();
    int n = group.endVertex() - first;
    float[] positions = new float[3 * n];
    System.arraycopy(avatar.positions, 3 * first, positions, 0, 3 * n);
    float[] uvs = new float[2 * n];
    System.arraycopy(avatar.uvs, 2 * first, uvs, 0, 2 * n);
    float[] light = new float[n];
    System.arraycopy(avatar.light, first, light, 0, n);
    int[] triangles = new int[group.endIndex() - group.firstIndex()];
    for (int k = 0; k < triangles.length; k++) {
      triangles[k] = avatar.indices[group.firstIndex() + k] - first;
    }
    Map<BlendShape, float[]> shapes = new EnumMap<>(BlendShape.class);
    for (BlendShape shape : BlendShape.values()) {
      MorphTarget target = avatar.shapes[shape.index()];
      for (int k = 0; k < target.offsets().length; k++) {
        int at = target.offsets()[k] - 3 * first;
        if (at >= 0 && at < 3 * n) {
          float[] moves = shapes.computeIfAbsent(shape, _ -> new float[3 * n]);
          System.arraycopy(target.deltas(), 3 * k, moves, at, 3);
        }
      }
    }
    return new Surface(positions, uvs, light, triangles, shapes);
  }

  /** The positions with shapes added. */
  public float[] posed(Map<BlendShape, Double> weights) {
    float[] posed = positions.clone();
    weights.forEach((shape, weight) -> {
      float[] moves = shapes.get(shape);
      for (int k = 0; moves != null && k < posed.length; k++) {
        posed[k] += (float) (weight * moves[k]);
      }
    });
    return posed;
  }
}
