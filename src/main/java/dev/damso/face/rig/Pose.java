package dev.damso.face.rig;

import dev.damso.face.render.Bearing;
import dev.damso.face.render.BlendShape;

/** Where everything in the face is. One owner thread. */
final class Pose {
  private static final float WIDEST_SMILE = .6f;

  /** Of a weight: less than a quarter of a pixel, so that what hardly moves is not drawn anew. */
  private static final float STEPS = 128;

  /** Indexed by {@link BlendShape}'s ordinal. */
  final float[] weights = new float[BlendShape.COUNT];

  /** Radians: to the person's left, down, to the person's right shoulder. */
  float yaw;

  float pitch;
  float roll;

  /** 0 breathed out, 1 in. */
  float breath;

  @SuppressWarnings("EnumOrdinal") // weights are indexed so
  void add(BlendShape shape, double weight) {
    weights[shape.ordinal()] += (float) weight;
  }

  void addBoth(BlendShape left, BlendShape right, double weight) {
    add(left, weight);
    add(right, weight);
  }

  void scale(BlendShape shape, double by) {
    weights[shape.index()] *= (float) by;
  }

  void turnLess(float by) {
    yaw *= by;
    pitch *= by;
    roll *= by;
  }

  Bearing bearing() {
    return new Bearing(yaw, pitch, roll, breath);
  }

  @SuppressWarnings("EnumOrdinal") // weights are indexed so
  float get(BlendShape shape) {
    return weights[shape.ordinal()];
  }

  /** Keeps weights where the shapes look right: beyond, a smile dents the cheeks. */
  void limit() {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.round(Math.clamp(weights[i], 0, 1) * STEPS) / STEPS;
    }
    limit(BlendShape.MOUTH_SMILE_LEFT, WIDEST_SMILE);
    limit(BlendShape.MOUTH_SMILE_RIGHT, WIDEST_SMILE);
  }

  private void limit(BlendShape shape, float most) {
    weights[shape.index()] = Math.min(weights[shape.index()], most);
  }
}
