package dev.damso.face.render;

import java.util.stream.IntStream;

/**
 * A sparse displacement of the mesh.
 *
 * @param offsets three times the vertex number
 * @param deltas decimetres, x y z for each of {@code offsets}
 */
record MorphTarget(int[] offsets, float[] deltas) {
  /** Without those vertices that move less than {@code least} each way. */
  MorphTarget without(float least) {
    int[] kept =
        IntStream.range(0, offsets.length)
            .filter(k ->
                Math.abs(deltas[3 * k]) >= least
                    || Math.abs(deltas[3 * k + 1]) >= least
                    || Math.abs(deltas[3 * k + 2]) >= least)
            .toArray();
    float[] moves = new float[3 * kept.length];
    for (int k = 0; k < kept.length; k++) {
      System.arraycopy(deltas, 3 * kept[k], moves, 3 * k, 3);
    }
    return new MorphTarget(IntStream.of(kept).map(k -> offsets[k]).toArray(), moves);
  }

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
