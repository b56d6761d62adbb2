package dev.damso.llm.knowledge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds passages by the words they share with a question, rare ones first (Okapi BM25). Words of
 * Latin letters and digits count whole; Hangul and Han by pairs of characters, which finds stems
 * whatever particles follow them. Thread safe.
 */
final class Bm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;
  private static final String SYLLABLES = "\\p{IsHangul}\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}";
  private static final Pattern RUN =
      Pattern.compile("[" + SYLLABLES + "]+|[\\p{L}\\p{N}&&[^" + SYLLABLES + "]]+");

  private final List<Map<String, Integer>> terms = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private final Map<String, Integer> documents = new HashMap<>();
  private final double averageLength;

  Bm25(List<String> passages) {
    for (String passage : passages) {
      Map<String, Integer> counts = new HashMap<>();
      List<String> found = terms(passage);
      found.forEach(term -> counts.merge(term, 1, Integer::sum));
      terms.add(counts);
      lengths.add(found.size());
      counts.keySet().forEach(term -> documents.merge(term, 1, Integer::sum));
    }
    averageLength = lengths.stream().mapToInt(n -> n).average().orElse(1);
  }

  /** How much of the question each passage has: 0 for nothing, about 1 for every word of it. */
  double[] scores(String question) {
    List<String> asked = terms(question).stream().distinct().toList();
    double whole = 1e-9;
    for (String term : asked) {
      whole += rarity(term) * (K1 + 1) / (1 + K1 * (1 - B));
    }
    double[] scores = new double[terms.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = score(asked, i) / whole;
    }
    return scores;
  }

  private double rarity(String term) {
    int holders = documents.getOrDefault(term, 0);
    return Math.log(1 + (terms.size() - holders + 0.5) / (holders + 0.5));
  }

  private double score(List<String> asked, int index) {
    double score = 0;
    for (String term : asked) {
      int count = terms.get(index).getOrDefault(term, 0);
      if (count > 0) {
        double norm = K1 * (1 - B + B * lengths.get(index) / averageLength);
        score += rarity(term) * count * (K1 + 1) / (count + norm);
      }
    }
    return score;
  }

  static List<String> terms(String text) {
    List<String> found = new ArrayList<>();
    var runs = RUN.matcher(text.toLowerCase(Locale.ROOT));
    while (runs.find()) {
      String run = runs.group();
      if (run.charAt(0) < 0x1100 || run.length() == 1) {
        found.add(run);
      } else {
        for (int i = 0; i + 2 <= run.length(); i++) {
          found.add(run.substring(i, i + 2));
        }
      }
    }
    return found;
  }
}
