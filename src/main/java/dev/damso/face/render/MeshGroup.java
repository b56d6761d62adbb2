package dev.damso.face.render;

import org.jspecify.annotations.Nullable;

/**
 * Triangles of one material.
 *
 * @param name for instance {@code skin} or {@code eye_left}
 * @param firstVertex index of the first vertex
 * @param endVertex index past the last vertex
 * @param firstIndex index of the first triangle corner
 * @param endIndex index past the last triangle corner
 * @param texture colour; the skin's alpha is its gloss; null where {@code color} holds
 * @param glint light reflected by an eye, in the low byte; null elsewhere
 * @param irisAngle radians from the pupil to the edge of an eye's texture; 0 elsewhere
 * @param color RGB of a flat group
 */
record MeshGroup(
    String name,
    Material material,
    int firstVertex,
    int endVertex,
    int firstIndex,
    int endIndex,
    @Nullable Texture texture,
    @Nullable Texture glint,
    float irisAngle,
    int color) {

  enum Material {
    /** Texture with baked light, relit a little as it moves, with gloss; back faces culled. */
    SKIN,
    /** Texture times vertex light. */
    LIT,
    /** Colour times vertex light. */
    FLAT,
    /** Texture with coverage in alpha times vertex light, outer layers first. */
    ALPHA,
    /** An eyeball whose iris turns with the gaze, with a glint that stays. */
    EYE
  }

  boolean isLash() {
    return name.equals("lash");
  }

  boolean isEye() {
    return name.startsWith("eye_");
  }

  /** Lashes and brows move with the skin and come forward a little, lest it hides them. */
  boolean isOnSkin() {
    return isLash() || name.equals("brow");
  }
}
