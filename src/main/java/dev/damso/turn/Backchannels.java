package dev.damso.turn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Words by which a listener says "go on", not "my turn". */
final class Backchannels {
  private static final Set<String> WORDS =
      Set.of(
          "네", "넵", "네네", "예", "예예", "응", "응응", "어", "어어", "아", "아하", "음", "흠", "으음", "오", "오오",
          "와", "우와", "그래", "그래요", "그렇구나", "그렇군요", "그쵸", "그죠", "맞아", "맞아요", "하하", "yeah", "yep",
          "yes", "uh", "huh", "uhhuh", "mm", "mmm", "mhm", "mmhmm", "hm", "hmm", "um", "oh", "ah",
          "aha", "okay", "ok", "right", "sure", "wow", "i", "see");

  private Backchannels() {}

  /** Whether {@code text} has words, and all of them are such. */
  static boolean matches(String text) {
    String[] words =
        text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\s]+", " ").strip().split("\\s+");
    return !words[0].isEmpty() && Arrays.stream(words).allMatch(WORDS::contains);
  }
}
