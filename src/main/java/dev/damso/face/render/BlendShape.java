package dev.damso.face.render;

/**
 * The 52 face shapes of ARKit's {@code ARFaceAnchor.BlendShapeLocation}; left and right are the
 * person's own. Weights are arrays of 52 in this order, 0 neutral and 1 full.
 */
@SuppressWarnings("EnumOrdinal") // the order is that of the arrays
public enum BlendShape {
  BROW_DOWN_LEFT("browDownLeft"),
  BROW_DOWN_RIGHT("browDownRight"),
  BROW_INNER_UP("browInnerUp"),
  BROW_OUTER_UP_LEFT("browOuterUpLeft"),
  BROW_OUTER_UP_RIGHT("browOuterUpRight"),
  CHEEK_PUFF("cheekPuff"),
  CHEEK_SQUINT_LEFT("cheekSquintLeft"),
  CHEEK_SQUINT_RIGHT("cheekSquintRight"),
  EYE_BLINK_LEFT("eyeBlinkLeft"),
  EYE_BLINK_RIGHT("eyeBlinkRight"),
  EYE_LOOK_DOWN_LEFT("eyeLookDownLeft"),
  EYE_LOOK_DOWN_RIGHT("eyeLookDownRight"),
  EYE_LOOK_IN_LEFT("eyeLookInLeft"),
  EYE_LOOK_IN_RIGHT("eyeLookInRight"),
  EYE_LOOK_OUT_LEFT("eyeLookOutLeft"),
  EYE_LOOK_OUT_RIGHT("eyeLookOutRight"),
  EYE_LOOK_UP_LEFT("eyeLookUpLeft"),
  EYE_LOOK_UP_RIGHT("eyeLookUpRight"),
  EYE_SQUINT_LEFT("eyeSquintLeft"),
  EYE_SQUINT_RIGHT("eyeSquintRight"),
  EYE_WIDE_LEFT("eyeWideLeft"),
  EYE_WIDE_RIGHT("eyeWideRight"),
  JAW_FORWARD("jawForward"),
  JAW_LEFT("jawLeft"),
  JAW_OPEN("jawOpen"),
  JAW_RIGHT("jawRight"),
  MOUTH_CLOSE("mouthClose"),
  MOUTH_DIMPLE_LEFT("mouthDimpleLeft"),
  MOUTH_DIMPLE_RIGHT("mouthDimpleRight"),
  MOUTH_FROWN_LEFT("mouthFrownLeft"),
  MOUTH_FROWN_RIGHT("mouthFrownRight"),
  MOUTH_FUNNEL("mouthFunnel"),
  MOUTH_LEFT("mouthLeft"),
  MOUTH_LOWER_DOWN_LEFT("mouthLowerDownLeft"),
  MOUTH_LOWER_DOWN_RIGHT("mouthLowerDownRight"),
  MOUTH_PRESS_LEFT("mouthPressLeft"),
  MOUTH_PRESS_RIGHT("mouthPressRight"),
  MOUTH_PUCKER("mouthPucker"),
  MOUTH_RIGHT("mouthRight"),
  MOUTH_ROLL_LOWER("mouthRollLower"),
  MOUTH_ROLL_UPPER("mouthRollUpper"),
  MOUTH_SHRUG_LOWER("mouthShrugLower"),
  MOUTH_SHRUG_UPPER("mouthShrugUpper"),
  MOUTH_SMILE_LEFT("mouthSmileLeft"),
  MOUTH_SMILE_RIGHT("mouthSmileRight"),
  MOUTH_STRETCH_LEFT("mouthStretchLeft"),
  MOUTH_STRETCH_RIGHT("mouthStretchRight"),
  MOUTH_UPPER_UP_LEFT("mouthUpperUpLeft"),
  MOUTH_UPPER_UP_RIGHT("mouthUpperUpRight"),
  NOSE_SNEER_LEFT("noseSneerLeft"),
  NOSE_SNEER_RIGHT("noseSneerRight"),
  TONGUE_OUT("tongueOut");

  /** How many there are: the length of an array of weights. */
  public static final int COUNT = values().length;

  private final String arkitName;

  BlendShape(String arkitName) {
    this.arkitName = arkitName;
  }

  /** The place in an array of weights. */
  public int index() {
    return ordinal();
  }

  /** The weight of this shape. */
  public float of(float[] weights) {
    return weights[index()];
  }

  /** The name in files, for instance {@code jawOpen}. */
  public String arkitName() {
    return arkitName;
  }
}
