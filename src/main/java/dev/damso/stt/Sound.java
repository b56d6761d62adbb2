package dev.damso.stt;

/** Makes sound from outside fit for a network. */
final class Sound {
  private Sound() {}

  /** A copy in [-1, 1]: what is not a number is silence, what is louder is cut off. */
  static float[] sane(float[] samples) {
    float[] out = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      out[i] = Float.isNaN(samples[i]) ? 0 : Math.clamp(samples[i], -1, 1);
    }
    return out;
  }
}
