package dev.damso.llm.knowledge;

import java.util.ArrayList;
import java.util.Comparator;
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

  private record Hit(int index, double score) {}

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

  /** The best passages' numbers, best first; none that shares nothing with the question. */
  List<Integer> best(String question, int limit) {
    List<String> asked = terms(question).stream().distinct().toList();
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      double score = score(asked, i);
      if (score > 0) {
        hits.add(new Hit(i, score));
      }
    }
    hits.sort(Comparator.comparingDouble(Hit::score).reversed());
    return hits.stream().limit(limit).map(Hit::index).toList();
  }

  private double score(List<String> asked, int index) {
    double score = 0;
    for (String term : asked) {
      int count = terms.get(index).getOrDefault(term, 0);
      if (count > 0) {
        int holders = documents.getOrDefault(term, 0);
        double rarity = Math.log(1 + (terms.size() - holders + 0.5) / (holders + 0.5));
        double norm = K1 * (1 - B + B * lengths.get(index) / averageLength);
        score += rarity * count * (K1 + 1) / (count + norm);
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
