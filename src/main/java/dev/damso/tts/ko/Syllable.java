package dev.damso.tts.ko;

/** A syllable on its way from spelling to sound. One owner thread. */
final class Syllable {
  /** What lies between this syllable and the one before. */
  enum Boundary {
    NONE,
    SPACE,
    PAUSE
  }

  char onset;
  char vowel;
  char coda;
  final Boundary before;

  /** The coda of the word before moves over here, neutralised (article 15 across a space). */
  boolean liaison;

  /** ㄴ is put in before this vowel (article 29 across a space). */
  boolean insertsN;

  /** Tense after an adnominal -ㄹ (article 27). */
  boolean tense;

  /** Ends a verb stem whose ending becomes tense (article 24). */
  boolean verbStem;

  /** Ends a noun: articles 11, 24 and 25 speak of verbs. */
  boolean noun;

  /** The coda is neutralised before the vowel that follows (article 15). */
  boolean neutralised;

  Syllable(char syllable, Boundary before) {
    onset = Hangul.onset(syllable);
    vowel = Hangul.vowel(syllable);
    coda = Hangul.coda(syllable);
    this.before = before;
  }

  char compose() {
    return Hangul.compose(onset, vowel, coda);
  }
}
