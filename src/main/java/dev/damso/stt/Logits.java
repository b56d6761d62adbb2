package dev.damso.stt;

/** Arithmetic on a row of logits. */
final class Logits {
  private Logits() {}

  /** Index of the largest of {@code logits[0, end)}. */
  static int argMax(float[] logits, int end) {
    int best = 0;
    for (int i = 1; i < end; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Natural logarithm of the probability of {@code token}, among all. */
  static double logProbability(float[] logits, int token) {
    double highest = logits[argMax(logits, logits.length)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return logits[token] - highest - Math.log(sum);
  }
}
