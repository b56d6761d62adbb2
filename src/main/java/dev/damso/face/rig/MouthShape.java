package dev.damso.face.rig;

import dev.damso.face.render.BlendShape;

/**
 * A mouth, by the movements that speech uses; 0 is at rest, 1 is full.
 *
 * @param jaw open
 * @param upper upper lip raised
 * @param lower lower lip lowered
 * @param funnel lips rounded and open
 * @param pucker lips rounded and narrow
 * @param spread corners apart
 * @param press lips on each other
 * @param rollLower lower lip drawn in
 * @param rollUpper upper lip drawn in
 */
record MouthShape(
    float jaw,
    float upper,
    float lower,
    float funnel,
    float pucker,
    float spread,
    float press,
    float rollLower,
    float rollUpper) {
  static final MouthShape REST = new MouthShape(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Lips in contact: p b m. */
  static final MouthShape CLOSED = new MouthShape(0, 0, 0, 0, 0, 0, 0.45f, 0.42f, 0.34f);

  static MouthShape open(double jaw, double upper, double lower) {
    return new MouthShape((float) jaw, (float) upper, (float) lower, 0, 0, 0, 0, 0, 0);
  }

  MouthShape rounded(double funnelled, double puckered) {
    return new MouthShape(
        jaw,
        upper,
        lower,
        (float) funnelled,
        (float) puckered,
        spread,
        press,
        rollLower,
        rollUpper);
  }

  MouthShape spread(double amount) {
    return new MouthShape(
        jaw, upper, lower, funnel, pucker, (float) amount, press, rollLower, rollUpper);
  }

  MouthShape opened(double by) {
    return new MouthShape(
        jaw * (float) by, upper, lower, funnel, pucker, spread, press, rollLower, rollUpper);
  }

  MouthShape tucked(double amount) {
    return new MouthShape(
        jaw, upper, lower, funnel, pucker, spread, press, (float) amount, rollUpper);
  }

  /** This mouth, moved towards {@code other} by {@code amount} of the way. */
  MouthShape towards(MouthShape other, double amount) {
    return scaled(1 - amount).plus(other.scaled(amount));
  }

  MouthShape scaled(double by) {
    float f = (float) by;
    return new MouthShape(
        jaw * f,
        upper * f,
        lower * f,
        funnel * f,
        pucker * f,
        spread * f,
        press * f,
        rollLower * f,
        rollUpper * f);
  }

  MouthShape plus(MouthShape o) {
    return new MouthShape(
        jaw + o.jaw,
        upper + o.upper,
        lower + o.lower,
        funnel + o.funnel,
        pucker + o.pucker,
        spread + o.spread,
        press + o.press,
        rollLower + o.rollLower,
        rollUpper + o.rollUpper);
  }

  void applyTo(Pose pose) {
    pose.add(BlendShape.JAW_OPEN, jaw);
    pose.addBoth(BlendShape.MOUTH_UPPER_UP_LEFT, BlendShape.MOUTH_UPPER_UP_RIGHT, upper);
    pose.addBoth(BlendShape.MOUTH_LOWER_DOWN_LEFT, BlendShape.MOUTH_LOWER_DOWN_RIGHT, lower);
    pose.add(BlendShape.MOUTH_FUNNEL, funnel);
    pose.add(BlendShape.MOUTH_PUCKER, pucker);
    pose.addBoth(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT, spread * 0.55);
    pose.addBoth(BlendShape.MOUTH_STRETCH_LEFT, BlendShape.MOUTH_STRETCH_RIGHT, spread * 0.5);
    pose.addBoth(BlendShape.MOUTH_PRESS_LEFT, BlendShape.MOUTH_PRESS_RIGHT, press);
    pose.add(BlendShape.MOUTH_ROLL_LOWER, rollLower);
    pose.add(BlendShape.MOUTH_ROLL_UPPER, rollUpper);
  }
}
