package dev.damso.turn;

import java.util.Locale;
import java.util.Set;

/**
 * What the last words tell about whether a turn is complete. Korean puts its verb last and marks
 * it: a sentence without a final ending is not over. Other languages are judged by their last word
 * only.
 */
enum WordCue {
  /** A final ending. */
  FINAL,
  /** Nothing is told. */
  NEUTRAL,
  /** Korean without a final ending: a fragment, or the beginning of more. */
  UNFINISHED,
  /** More must come: a filler, a connective, a particle. */
  OPEN;

  /** Whole answers. */
  private static final Set<String> ANSWERS =
      Set.of(
          "네", "예", "넵", "응", "아니", "아뇨", "아니요", "아니오", "그래", "맞아", "좋아", "싫어", "잠깐", "잠깐만", "그만");

  private static final Set<String> KOREAN_OPEN =
      Set.of(
          "음", "으음", "흠", "어", "아", "그", "저", "이", "저기", "그게", "그거", "막", "뭐", "이제", "그래서", "그리고",
          "근데", "그런데", "하지만", "그러면", "그럼", "그러니까", "또", "혹시", "일단", "왜냐하면", "몇", "어떤", "무슨", "어느",
          "다른", "한", "두", "세", "첫", "각", "모든", "제", "내", "우리", "이번", "좀", "더", "가장", "제일", "안",
          "못");

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

  private static final String[] KOREAN_CONNECTIVE = {
    "고",
    "데",
    "서",
    "면",
    "니까",
    "러",
    "며",
    "지만",
    "거나",
    "든지",
    "도록",
    "다가",
    "야",
    "게",
    "려",
    "라도",
    // particles
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "도",
    "로",
    "와",
    "과",
    "랑",
    "한테",
    "께",
    "부터",
    "까지",
    "만",
    "마다",
    "보다",
    "처럼",
    "하고",
    "쯤",
    // of verbs before a noun
    "운",
    "할",
    "갈",
    "될",
    "올",
    "볼",
    "있을",
    "없을",
    "던",
    "좀"
  };

  static WordCue of(String text) {
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
    return isHangul(last) ? korean(last, words.length) : other(last);
  }

  private static WordCue korean(String last, int words) {
    if (ANSWERS.contains(last) && words <= 2 || endsWith(last, KOREAN_FINAL)) {
      return FINAL;
    }
    return KOREAN_OPEN.contains(last) || endsWith(last, KOREAN_CONNECTIVE) ? OPEN : UNFINISHED;
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
