package dev.damso.tts.ko;

/**
 * A phone, or what lies between words.
 *
 * @param ipa IPA; a space; or punctuation
 */
public record Phone(String ipa, Kind kind) {
  /** Where in a syllable it stands. */
  public enum Kind {
    ONSET,
    VOWEL,
    CODA,
    SPACE,
    PUNCTUATION
  }
}
