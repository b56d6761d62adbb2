package dev.damso.stt;

import java.util.function.IntPredicate;

/** Finds where a text is to be parted for its sound to be parted at some place. */
final class TextSplit {
  private TextSplit() {}

  /**
   * How many tokens belong before a place: the word boundary at which the fewest tokens are on the
   * wrong side, for attention strays now and then.
   *
   * @param frame the place, in frames of 20 ms
   * @param beginsWord of a token
   */
  static int at(Hypothesis heard, int frame, IntPredicate beginsWord) {
    int n = heard.tokens().size();
    int wrong = (int) heard.frames().stream().filter(f -> f < frame).count(); // split at 0
    int best = 0;
    int least = wrong;
    for (int i = 0; i < n; i++) {
      wrong += heard.frames().get(i) < frame ? -1 : 1;
      boolean boundary = i + 1 == n || beginsWord.test(heard.tokens().get(i + 1));
      if (boundary && wrong < least) {
        least = wrong;
        best = i + 1;
      }
    }
    return best;
  }
}
