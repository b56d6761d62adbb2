package dev.damso.stt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What may follow in a text with timestamps, and how likely it is (Radford et al. 2022, section 4.5
 * and the rules of the published decoder): a text begins with a timestamp of its first second,
 * timestamps come in pairs but at both ends and never go back, and where all of them together are
 * likelier than any one word, one of them follows. Immutable.
 */
final class TimestampGrammar {
  /** Latest beginning of a text: 1 s in steps of 20 ms. */
  private static final int LATEST_BEGIN = 50;

  /** Logits this far below the best add nothing to a sum that matters. */
  private static final float NEGLIGIBLE = 18;

  private final WhisperTokens special;
  private final BitSet suppressed;

  /**
   * @param suppressed text tokens that are never written
   */
  TimestampGrammar(WhisperTokens special, BitSet suppressed) {
    this.special = special;
    this.suppressed = (BitSet) suppressed.clone();
  }

  /** A token that may follow. */
  record Candidate(int token, double logProbability) {}

  boolean isTimestamp(int token) {
    return token >= special.firstTimestamp();
  }

  /**
   * The likeliest tokens that may follow, best first.
   *
   * @param text what was written so far, timestamps included
   * @param logits {@code [vocabulary]}; overwritten: -∞ where a token must not follow
   */
  List<Candidate> likeliest(List<Integer> text, float[] logits, int count) {
    forbid(text, logits);
    int first = special.firstTimestamp();
    float bestWord = max(logits, 0, first);
    float bestTime = max(logits, first, logits.length);
    double times = logSum(logits, first, logits.length, bestTime);
    if (times > bestWord) {
      forbid(logits, 0, first);
      return top(logits, first, count, times);
    }
    return top(logits, 0, count, logSum(logits, 0, logits.length, Math.max(bestWord, bestTime)));
  }

  private void forbid(List<Integer> text, float[] logits) {
    int first = special.firstTimestamp();
    int end = special.endOfText();
    for (int token = suppressed.nextSetBit(0);
        token >= 0;
        token = suppressed.nextSetBit(token + 1)) {
      logits[token] = Float.NEGATIVE_INFINITY;
    }
    forbid(logits, end + 1, first);
    if (text.isEmpty()) {
      forbid(logits, 0, first);
      forbid(logits, first + LATEST_BEGIN + 1, logits.length);
      return;
    }
    if (text.size() == 1) {
      logits[WhisperTokens.SPACE] = Float.NEGATIVE_INFINITY;
    }
    boolean time = isTimestamp(text.getLast());
    boolean open = time && (text.size() < 2 || isTimestamp(text.get(text.size() - 2)));
    boolean closed = time && !open;
    if (open) {
      forbid(logits, first, logits.length);
    }
    if (closed) {
      forbid(logits, 0, end);
    }
    int latest = latest(text);
    forbid(logits, first, closed ? latest : latest + 1);
  }

  private int latest(List<Integer> text) {
    for (int token : text.reversed()) {
      if (isTimestamp(token)) {
        return token;
      }
    }
    return special.firstTimestamp() - 1;
  }

  private static void forbid(float[] logits, int from, int to) {
    for (int token = from; token < Math.min(to, logits.length); token++) {
      logits[token] = Float.NEGATIVE_INFINITY;
    }
  }

  private static float max(float[] logits, int from, int to) {
    float max = Float.NEGATIVE_INFINITY;
    for (int token = from; token < to; token++) {
      max = Math.max(max, logits[token]);
    }
    return max;
  }

  private static double logSum(float[] logits, int from, int to, float max) {
    double sum = 0;
    for (int token = from; token < to; token++) {
      if (logits[token] > max - NEGLIGIBLE) {
        sum += Math.exp(logits[token] - max);
      }
    }
    return sum == 0 ? Double.NEGATIVE_INFINITY : max + Math.log(sum);
  }

  private static List<Candidate> top(float[] logits, int from, int count, double norm) {
    List<Candidate> best = new ArrayList<>();
    float worst = Float.NEGATIVE_INFINITY;
    for (int token = from; token < logits.length; token++) {
      if (logits[token] > worst) {
        int at = best.size();
        double logProbability = logits[token] - norm;
        while (at > 0 && best.get(at - 1).logProbability() < logProbability) {
          at--;
        }
        best.add(at, new Candidate(token, logProbability));
        if (best.size() > count) {
          best.removeLast();
        }
        if (best.size() == count) {
          worst = (float) (best.getLast().logProbability() + norm);
        }
      }
    }
    return best;
  }
}
