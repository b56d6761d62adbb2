package dev.damso.audio;

/** Samples of 16 bits. */
public final class Pcm {
  private Pcm() {}

  /** The same samples in [-1, 1). */
  public static float[] floats(short[] pcm) {
    float[] samples = new float[pcm.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = pcm[i] / 32_768f;
    }
    return samples;
  }
}
