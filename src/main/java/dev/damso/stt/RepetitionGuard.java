package dev.damso.stt;

import dev.damso.stt.TokenDecoder.Prediction;
import java.util.Collections;
import java.util.List;

/**
 * Whisper likes to repeat itself for ever on short input; this says when it began to. Half of the
 * utterances end that way, hence the two rules: the first sees it early, the second always.
 */
final class RepetitionGuard {
  private static final int SHORTEST = 4; // tokens

  /** Way back through the sound that no repeated word takes: 800 ms. */
  private static final int JUMP = 40;

  private RepetitionGuard() {}

  /**
   * Whether the text begins anew: its first token again, heard where the sound began, after the
   * attention was far beyond.
   */
  static boolean restarts(List<Integer> tokens, List<Integer> frames, Prediction next) {
    return tokens.size() >= 2
        && tokens.getFirst() == next.token()
        && next.frame() < Collections.max(frames) - JUMP;
  }

  /** How many tokens at the end repeat those right before them, four or more; 0 for none. */
  static int repeatedTail(List<Integer> tokens) {
    int n = tokens.size();
    for (int w = SHORTEST; w <= n / 2; w++) {
      if (tokens.subList(n - w, n).equals(tokens.subList(n - 2 * w, n - w))) {
        return w;
      }
    }
    return 0;
  }
}
