package dev.damso.face.render;

import java.util.Arrays;

/**
 * In which order translucent triangles are drawn, nearest first.
 *
 * @param front first indices of those before the head's outline
 * @param back of those behind it
 */
record Layering(int[] front, int[] back) {
  /** Decimetres from the front of the head's pivot where its far half begins. */
  private static final float BEHIND = .0f;

  /**
   * Of the near half of a head of hair the outer locks, which come first in the mesh, are nearer;
   * of the far half the inner ones.
   */
  static Layering of(float[] positions, int[] indices, float pivotZ, MeshGroup group) {
    int[] front = new int[(group.endIndex() - group.firstIndex()) / 3];
    int[] back = new int[front.length];
    int fronts = 0;
    int backs = back.length;
    for (int k = group.firstIndex(); k < group.endIndex(); k += 3) {
      float z = 0;
      for (int corner = 0; corner < 3; corner++) {
        z += positions[3 * indices[k + corner] + 2] / 3;
      }
      if (z > pivotZ + BEHIND) {
        front[fronts++] = k;
      } else {
        back[--backs] = k;
      }
    }
    return new Layering(Arrays.copyOf(front, fronts), Arrays.copyOfRange(back, backs, back.length));
  }
}
