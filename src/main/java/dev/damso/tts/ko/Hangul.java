package dev.damso.tts.ko;

/** Syllables and jamo (Unicode Standard, section 3.12). Jamo are compatibility jamo. */
final class Hangul {
  private static final String ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  private static final String VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";

  /** The first stands for no coda. */
  private static final String CODAS = "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

  /** No coda. */
  static final char NONE = '\0';

  private Hangul() {}

  static boolean isSyllable(char c) {
    return c >= '가' && c <= '힣';
  }

  static char onset(char syllable) {
    return ONSETS.charAt((syllable - '가') / 588);
  }

  static char vowel(char syllable) {
    return VOWELS.charAt((syllable - '가') / 28 % 21);
  }

  /** The coda, or {@link #NONE}; also for what is no syllable. */
  static char coda(char c) {
    return isSyllable(c) ? CODAS.charAt((c - '가') % 28) : NONE;
  }

  static char compose(char onset, char vowel, char coda) {
    return (char)
        ('가' + ONSETS.indexOf(onset) * 588 + VOWELS.indexOf(vowel) * 28 + CODAS.indexOf(coda));
  }
}
