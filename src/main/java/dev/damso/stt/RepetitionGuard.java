package dev.damso.stt;

import java.util.List;

/** Whisper likes to repeat itself for ever on short input; this says when it began to. */
final class RepetitionGuard {
  private static final int SHORTEST = 4; // tokens

  private RepetitionGuard() {}

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
