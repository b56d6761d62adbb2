package dev.damso.face.rig;

import dev.damso.face.render.BlendShape;

/** Where everything in the face is. One owner thread. */
final class Pose {
  /** Indexed by {@link BlendShape}'s ordinal. */
  final float[] weights = new float[BlendShape.COUNT];

  /** Radians: to the person's left, down, to the person's right shoulder. */
  float yaw;

  float pitch;
  float roll;

  @SuppressWarnings("EnumOrdinal") // weights are indexed so
  void add(BlendShape shape, double weight) {
    weights[shape.ordinal()] += (float) weight;
  }

  void addBoth(BlendShape left, BlendShape right, double weight) {
    add(left, weight);
    add(right, weight);
  }

  @SuppressWarnings("EnumOrdinal") // weights are indexed so
  float get(BlendShape shape) {
    return weights[shape.ordinal()];
  }
}
