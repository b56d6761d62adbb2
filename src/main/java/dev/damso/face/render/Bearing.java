package dev.damso.face.render;

/**
 * How a head is held.
 *
 * @param yaw radians, to the person's left
 * @param pitch radians, down
 * @param roll radians, to the person's right shoulder
 * @param breath 0 breathed out, 1 in
 */
public record Bearing(float yaw, float pitch, float roll, float breath) {
  /** Straight, breathed out. */
  public static final Bearing REST = new Bearing(0, 0, 0, 0);
}
