package dev.damso.stt;

import java.util.List;

/**
 * Predicts what follows a text over one piece of sound. Texts form a tree: each token is a row that
 * follows an earlier one, so that several hypotheses share what they have in common. One owner
 * thread.
 */
interface TokenDecoder {
  /** What the first token of all follows. */
  int ROOT = -1;

  /**
   * What follows a token.
   *
   * @param row the token, to be named in a later step
   * @param token the likeliest text token to follow
   * @param frame where in the sound it is heard, in frames of 20 ms
   */
  record Prediction(int row, int token, double logProbability, int frame) {}

  /**
   * @param after the row that the first of these tokens follows, or {@link #ROOT}
   * @param tokens each follows the one before
   * @return for each of them, what follows it
   */
  List<Prediction> step(int after, List<Integer> tokens);

  /** Logits of what follows the {@code index}th token of the step before, one for each token. */
  float[] logits(int index);

  /** Probability, among all tokens, that {@code token} follows that one. */
  double probability(int index, int token);
}
