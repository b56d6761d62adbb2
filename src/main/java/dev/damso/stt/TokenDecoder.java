package dev.damso.stt;

import java.util.List;

/** Predicts token after token over one piece of sound. One owner thread. */
interface TokenDecoder {
  /**
   * What follows a token.
   *
   * @param frame where in the sound it is heard, in frames of 20 ms
   */
  record Prediction(int token, double logProbability, int frame) {}

  /**
   * @param tokens the next ones
   * @return for each of them, what follows it
   */
  List<Prediction> step(List<Integer> tokens);

  /** Takes back the last {@code count} tokens of the step before. */
  void takeBack(int count);

  /** Logits of what follows token {@code row} of the step before, one a vocabulary entry. */
  float[] logits(int row);

  /** Probability, among all tokens, that {@code token} follows token {@code row} of that step. */
  double probability(int row, int token);
}
