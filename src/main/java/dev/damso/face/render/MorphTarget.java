package dev.damso.face.render;

/**
 * A sparse displacement of the mesh.
 *
 * @param offsets three times the vertex number
 * @param deltas decimetres, x y z for each of {@code offsets}
 */
record MorphTarget(int[] offsets, float[] deltas) {
  /** Adds this shape, {@code weight} of it, to {@code positions}. */
  void addTo(float[] positions, float weight) {
    for (int k = 0, d = 0; k < offsets.length; k++, d += 3) {
      int o = offsets[k];
      positions[o] += weight * deltas[d];
      positions[o + 1] += weight * deltas[d + 1];
      positions[o + 2] += weight * deltas[d + 2];
    }
  }
}
