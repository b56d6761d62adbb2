package dev.damso.llm.local;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Chooses the next token: among the likeliest {@code topK}, of these the likeliest that make 95 %,
 * none less than a twentieth as likely as the first; then by chance, which a low temperature
 * narrows. (llama.cpp's own order and values.)
 */
record Sampler(double temperature, int topK, RandomGenerator random) {
  private static final double TOP_P = 0.95;
  private static final double MIN_P = 0.05;
  private static final int MOST = 1_000;

  private record Candidate(int token, float logit) {}

  /**
   * @param logits {@code float[words]}
   */
  int choose(float[] logits) {
    int most = temperature <= 0 ? 1 : Math.clamp(topK, 1, Math.min(MOST, logits.length));
    Candidate[] best = likeliest(logits, most);
    if (best.length == 1) {
      return best[0].token();
    }
    double[] share = shares(best, 1);
    int kept = 1;
    double sum = share[0];
    while (kept < best.length && sum < TOP_P && share[kept] >= MIN_P * share[0]) {
      sum += share[kept++];
    }
    Candidate[] few = Arrays.copyOf(best, kept);
    double[] chance = shares(few, temperature);
    double at = random.nextDouble();
    for (int i = 0; i < kept - 1; i++) {
      at -= chance[i];
      if (at < 0) {
        return few[i].token();
      }
    }
    return few[kept - 1].token();
  }

  /** Likeliest first. */
  private static Candidate[] likeliest(float[] logits, int most) {
    PriorityQueue<Candidate> best =
        new PriorityQueue<>(Comparator.comparingDouble(Candidate::logit));
    float least = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      if (best.size() < most || logits[i] > least) {
        best.add(new Candidate(i, logits[i]));
        if (best.size() > most) {
          best.remove();
        }
        least = best.element().logit();
      }
    }
    Candidate[] sorted = best.toArray(Candidate[]::new);
    Arrays.sort(sorted, Comparator.comparingDouble(Candidate::logit).reversed());
    return sorted;
  }

  private static double[] shares(Candidate[] candidates, double temperature) {
    double[] shares = new double[candidates.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp((candidates[i].logit() - candidates[0].logit()) / temperature);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
