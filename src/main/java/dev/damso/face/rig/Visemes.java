package dev.damso.face.rig;

import static dev.damso.face.rig.MouthShape.open;

import java.util.HashMap;
import java.util.Map;

/**
 * What the mouth does for a phone of Korean or English: IPA as our Korean front end and espeak-ng
 * write it. Lengths, stress and releases are looked through.
 */
final class Visemes {
  /** How a phone's mouth joins its neighbours'. */
  enum Manner {
    /** Shapes the mouth while it lasts and a little around. */
    VOWEL,
    /** Begins long before its sound. */
    ROUNDED,
    /** Gives way to the vowels beside it. */
    CONSONANT,
    /** The lips touch, always. */
    CLOSURE,
    /** The lower lip touches the upper teeth, always. */
    LABIODENTAL,
    SILENCE
  }

  /**
   * @param strength against its neighbours, 0 to 1
   */
  record Viseme(MouthShape shape, Manner manner, double strength) {
    /** The same with the jaw {@code by} times as open. */
    Viseme opened(double by) {
      return new Viseme(shape.opened(by), manner, strength);
    }
  }

  private static final Viseme SILENCE = new Viseme(MouthShape.REST, Manner.SILENCE, 0.7);
  private static final Viseme UNKNOWN = new Viseme(open(0.12, 0.05, 0.08), Manner.CONSONANT, 0.3);
  private static final Map<Character, Viseme> TABLE = table();

  private Visemes() {}

  private static Map<Character, Viseme> table() {
    Map<Character, Viseme> t = new HashMap<>();
    put(t, "aɑɐ", Manner.VOWEL, 1, open(0.33, 0.12, 0.20));
    put(t, "æ", Manner.VOWEL, 1, open(0.29, 0.15, 0.22).spread(0.30));
    put(t, "ʌə", Manner.VOWEL, 0.8, open(0.22, 0.08, 0.15));
    put(t, "ɜɚɝ", Manner.VOWEL, 0.8, open(0.18, 0.08, 0.13).rounded(0.15, 0.05));
    put(t, "eɛ", Manner.VOWEL, 0.95, open(0.18, 0.15, 0.21).spread(0.38));
    put(t, "iɪɨ", Manner.VOWEL, 0.95, open(0.08, 0.17, 0.22).spread(0.58));
    put(t, "ɯ", Manner.VOWEL, 0.8, open(0.10, 0.09, 0.17).spread(0.26));
    put(t, "oɔɒ", Manner.ROUNDED, 1, open(0.22, 0.02, 0.06).rounded(0.38, 0.36));
    put(t, "uʊ", Manner.ROUNDED, 1, open(0.11, 0, 0.04).rounded(0.32, 0.62));
    put(t, "w", Manner.ROUNDED, 0.9, open(0.08, 0, 0.03).rounded(0.26, 0.66));
    put(t, "jy", Manner.CONSONANT, 0.5, open(0.08, 0.11, 0.16).spread(0.42));
    put(t, "pbm", Manner.CLOSURE, 1, MouthShape.CLOSED);
    put(t, "fv", Manner.LABIODENTAL, 1, open(0.05, 0.24, 0).tucked(0.75));
    put(t, "θð", Manner.CONSONANT, 0.6, open(0.10, 0.10, 0.13));
    put(t, "sz", Manner.CONSONANT, 0.7, open(0.03, 0.14, 0.21).spread(0.26));
    put(t, "ɕʑç", Manner.CONSONANT, 0.7, open(0.04, 0.12, 0.19).spread(0.18));
    put(t, "ʃʒ", Manner.CONSONANT, 0.8, open(0.05, 0.12, 0.17).rounded(0.36, 0.18));
    put(t, "tdnlɾɹrɫ", Manner.CONSONANT, 0.45, open(0.10, 0.08, 0.14));
    put(t, "ɲ", Manner.CONSONANT, 0.45, open(0.08, 0.10, 0.16).spread(0.25));
    put(t, "kɡgŋxɣ", Manner.CONSONANT, 0.3, open(0.14, 0.07, 0.11));
    put(t, "hɦʔ", Manner.CONSONANT, 0.15, open(0.14, 0.05, 0.09));
    return t;
  }

  private static void put(
      Map<Character, Viseme> table,
      String phones,
      Manner manner,
      double strength,
      MouthShape shape) {
    for (int i = 0; i < phones.length(); i++) {
      table.put(phones.charAt(i), new Viseme(shape, manner, strength));
    }
  }

  /**
   * @param ipa a phone; {@code ""} for silence
   */
  static Viseme of(String ipa) {
    if (ipa.isEmpty()) {
      return SILENCE;
    }
    // Of an affricate the fricative shows: tɕ, dʒ, ts.
    Viseme found = UNKNOWN;
    for (int i = 0; i < ipa.length(); i++) {
      Viseme viseme = TABLE.get(ipa.charAt(i));
      if (viseme != null) {
        found = viseme;
      }
    }
    return found;
  }
}
