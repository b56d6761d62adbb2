package dev.damso.phones;

/** The network's classes, as {@code avatars/train/corpus.py} has them. */
public final class PhoneClass {
  /** Nothing sounds. */
  public static final int SILENCE = 0;

  /** The symbols of the classes from 1 on. */
  private static final String PHONES = "aɑɐæʌəɜɚɝeɛiɪɨɯoɔɒuʊwjypbmfvθðszɕʑçʃʒtdnlɾɹrɫɲkɡgŋxɣhɦʔ";

  private static final int OTHER = PHONES.length() + 1;

  /** How many there are. */
  public static final int COUNT = PHONES.length() + 2;

  private PhoneClass() {}

  /**
   * @param ipa {@code ""} for silence; of an affricate the fricative counts, of a diphthong the end
   */
  public static int of(String ipa) {
    for (int i = ipa.length() - 1; i >= 0; i--) {
      int at = PHONES.indexOf(ipa.charAt(i));
      if (at >= 0) {
        return at + 1;
      }
    }
    return ipa.isEmpty() ? SILENCE : OTHER;
  }

  /** IPA, {@code ""} for silence; for a phone of no other class one that leaves lips alone. */
  public static String symbol(int phone) {
    return phone == SILENCE ? "" : phone == OTHER ? "ʔ" : PHONES.substring(phone - 1, phone);
  }
}
