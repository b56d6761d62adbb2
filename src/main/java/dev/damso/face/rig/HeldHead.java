package dev.damso.face.rig;

/**
 * Lets the head move in steps too small to see: hair, the dearest part of a picture, is drawn anew
 * only when the head has turned by a third of a pixel. One owner thread.
 */
final class HeldHead {
  /** Radians for a picture one pixel high: a third of a pixel at the crown and the sides. */
  private static final float STEP = .9f;

  private final float step;
  private float yaw = Float.NaN;
  private float pitch;
  private float roll;

  /**
   * @param height of the picture, pixels
   */
  HeldHead(int height) {
    step = STEP / height;
  }

  /** Puts the held angles into {@code pose}, or holds its own where they are too far from them. */
  void hold(Pose pose) {
    float away =
        Math.abs(pose.yaw - yaw) + Math.abs(pose.pitch - pitch) + Math.abs(pose.roll - roll);
    if (!(away < step)) {
      yaw = pose.yaw;
      pitch = pose.pitch;
      roll = pose.roll;
    }
    pose.yaw = yaw;
    pose.pitch = pitch;
    pose.roll = roll;
  }
}
