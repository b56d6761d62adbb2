package dev.damso.turn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What the last words tell about whether a turn is complete. Korean puts its verb last and marks
 * it: a sentence without a final ending is not over. Other languages are judged by their last word
 * only.
 */
enum WordCue {
  /** A whole answer of a word or two, said once or again and again: yes, no, fine. */
  ANSWER,
  /** A final ending. */
  FINAL,
  /** Nothing is told. */
  NEUTRAL,
  /** More may come: a filler, Korean without a final ending, or words that are guessed. */
  OPEN;

  private static final Set<String> ANSWERS =
      Set.of(
          "네", "네네", "예", "넵", "응", "응응", "아니", "아뇨", "아니요", "아니오", "아냐", "그래", "그래요", "맞아", "맞아요",
          "맞습니다", "좋아", "좋아요", "좋습니다", "싫어", "싫어요", "괜찮아", "괜찮아요", "괜찮습니다", "됐어", "됐어요", "몰라",
          "몰라요", "알았어", "알겠어요", "알겠습니다", "고마워", "고마워요", "감사합니다", "잠깐", "잠깐만", "잠깐만요", "그만", "yes",
          "yeah", "yep", "no", "nope", "okay", "ok", "sure", "thanks", "stop");

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
    if (Arrays.stream(words).distinct().count() <= 2
        && Arrays.stream(words).allMatch(ANSWERS::contains)) {
      return ANSWER;
    }
    return korean || isHangul(last) ? korean(last) : other(last);
  }

  private static WordCue korean(String last) {
    return endsWith(last, KOREAN_FINAL) ? FINAL : OPEN;
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
