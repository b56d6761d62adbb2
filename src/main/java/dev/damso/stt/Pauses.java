package dev.damso.stt;

/** Finds pauses in speech by their quiet. */
final class Pauses {
  private static final int WIDTH = SpeechToText.SAMPLE_RATE / 5;

  private Pauses() {}

  /** Middle of the quietest 200 ms between two samples; {@code to} where they are closer. */
  static int quietest(float[] samples, int from, int to) {
    int best = to;
    double least = Double.MAX_VALUE;
    for (int at = from; at + WIDTH <= to; at += WIDTH / 4) {
      double energy = 0;
      for (int i = at; i < at + WIDTH; i++) {
        energy += samples[i] * samples[i];
      }
      if (energy < least) {
        least = energy;
        best = at + WIDTH / 2;
      }
    }
    return best;
  }
}
