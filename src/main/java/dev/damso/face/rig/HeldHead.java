package dev.damso.face.rig;

/**
 * Lets the head move in steps too small to see: hair, the dearest part of a picture, is drawn anew
 * only when the head has turned, and in a slow turn at every third picture. One owner thread.
 */
final class HeldHead {
  /** Radians of a picture one pixel high that move the crown and the sides by half a pixel. */
  private static final float STEP = 1.5f;

  /** As much as this many steps is not kept back. */
  private static final float FAST = 6;

  /** Radians that move the crown as far as a whole breath moves the chest. */
  private static final float CHEST = .015f;

  /** Pictures. A swaying head moves by less than a pixel in them. */
  private static final int LEAST_HELD = 2;

  private final float step;
  private float yaw = Float.NaN;
  private float pitch;
  private float roll;
  private float breath;
  private int held;

  /**
   * @param height of the picture, pixels
   */
  HeldHead(int height) {
    step = STEP / height;
  }

  /** Puts what is held into {@code pose}, or holds its own where they are too far from them. */
  void hold(Pose pose) {
    float away =
        Math.abs(pose.yaw - yaw)
            + Math.abs(pose.pitch - pitch)
            + Math.abs(pose.roll - roll)
            + Math.abs(pose.breath - breath) * CHEST;
    boolean holds = away < FAST * step && (away < step || held < LEAST_HELD);
    held = holds ? held + 1 : 0;
    if (!holds) {
      yaw = pose.yaw;
      pitch = pose.pitch;
      roll = pose.roll;
      breath = pose.breath;
    }
    pose.yaw = yaw;
    pose.pitch = pitch;
    pose.roll = roll;
    pose.breath = breath;
  }
}
