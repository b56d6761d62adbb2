package dev.damso.turn;

import java.util.Locale;
import java.util.Set;

/**
 * What the last words tell about whether a turn is complete. Korean puts its verb last and marks
 * it: a sentence without a final ending is not over. Other languages are judged by their last word
 * only.
 */
enum WordCue {
  /** A final ending, or a whole answer. */
  FINAL,
  /** Nothing is told. */
  NEUTRAL,
  /** More may come: a filler, Korean without a final ending, or words that are guessed. */
  OPEN;

  /** Whole answers. */
  private static final Set<String> ANSWERS =
      Set.of(
          "네", "예", "넵", "응", "아니", "아뇨", "아니요", "아니오", "그래", "맞아", "좋아", "싫어", "잠깐", "잠깐만", "그만");

  private static final Set<String> OTHER_OPEN =
      Set.of(
          "um", "uh", "er", "erm", "hmm", "mm", "and", "but", "or", "so", "because", "cause", "if",
          "when", "while", "that", "which", "who", "the", "a", "an", "to", "of", "in", "on", "at",
          "for", "with", "from", "by", "about", "my", "your", "his", "her", "our", "their", "is",
          "are", "was", "were", "i", "i'm", "it's", "like", "well", "then", "as", "than", "can",
          "could", "would", "will", "should", "very", "really", "also", "just");

  private static final String[] KOREAN_FINAL = {
    "요", "죠", "까", "니다", "냐", "구나", "군", "거든", "줘", "봐", "할래", "갈래", "을래", "는다", "했다", "였다", "있다",
    "없다", "이다", "하다", "거야", "뭐야", "이야", "있어", "없어", "싶어", "했어", "됐어", "갔어", "았어", "었어", "였어", "겠어",
    "알아", "몰라", "어때", "주라", "세요", "할게", "갈게", "을게", "볼게", "줄게", "하자", "가자", "시오", "구요", "하네", "있네",
    "없네", "이네", "었네", "았네", "하니", "있니", "없니", "었니", "았니", "하지", "이지", "었지", "았지", "있지"
  };

  /**
   * Mean log probability below which words are guessed: they end in whatever is likely. Of the 24
   * recordings' ends one in ten is below, of the false endings that are heard at pauses half.
   */
  private static final double GUESSED = -1.15;

  static WordCue of(Words words) {
    return words.confidence() < GUESSED ? OPEN : of(words.text(), words.language().equals("ko"));
  }

  private static WordCue of(String text, boolean korean) {
    String trimmed = text.strip();
    if (trimmed.endsWith("…") || trimmed.endsWith("..") || trimmed.endsWith(",")) {
      return OPEN;
    }
    String[] words =
        trimmed
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}'\\s]+", " ")
            .strip()
            .split("\\s+");
    String last = words[words.length - 1];
    if (last.isEmpty()) {
      return OPEN; // what was not understood cannot be answered either
    }
    return korean || isHangul(last) ? korean(last, words.length) : other(last);
  }

  private static WordCue korean(String last, int words) {
    return ANSWERS.contains(last) && words <= 2 || endsWith(last, KOREAN_FINAL) ? FINAL : OPEN;
  }

  private static WordCue other(String last) {
    return OTHER_OPEN.contains(last) ? OPEN : NEUTRAL;
  }

  private static boolean endsWith(String word, String[] endings) {
    for (String ending : endings) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHangul(String word) {
    return Character.UnicodeScript.of(word.codePointBefore(word.length()))
        == Character.UnicodeScript.HANGUL;
  }
}
