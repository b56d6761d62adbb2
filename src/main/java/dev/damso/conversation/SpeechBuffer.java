package dev.damso.conversation;

/** The last seconds of the microphone, by sample number. One owner thread. */
final class SpeechBuffer {
  private final float[] ring;
  private long written;

  /**
   * @param capacity samples kept; older ones are overwritten
   */
  SpeechBuffer(int capacity) {
    ring = new float[capacity];
  }

  void write(float[] samples) {
    for (float sample : samples) {
      ring[(int) (written % ring.length)] = sample;
      written++;
    }
  }

  /** Samples {@code from} to {@code to} (exclusive), less what is gone or not yet there. */
  float[] slice(long from, long to) {
    long end = Math.min(to, written);
    long start = Math.max(Math.max(0, from), written - ring.length);
    if (end <= start) {
      return new float[0];
    }
    float[] out = new float[(int) (end - start)];
    for (int i = 0; i < out.length; i++) {
      out[i] = ring[(int) ((start + i) % ring.length)];
    }
    return out;
  }
}
