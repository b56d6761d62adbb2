package dev.damso.tts.ko;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Korean phones in the symbols that Kokoro learnt for other languages. Chosen by the error rate of
 * a recogniser over what it then says: tense stops as plain ones, ㅆ doubled, ㅐ as ㅔ.
 */
public final class KokoroSymbols {
  private static final Map<String, String> SYMBOLS =
      Map.ofEntries(
          Map.entry("ʌ", "ɔ"),
          Map.entry("ɛ", "e"),
          Map.entry("k͈", "k"),
          Map.entry("t͈", "t"),
          Map.entry("p͈", "p"),
          Map.entry("t͈ɕ", "ʨ"),
          Map.entry("s͈", "ss"),
          Map.entry("ɕ͈", "ɕɕ"),
          Map.entry("tɕ", "ʨ"),
          Map.entry("dʑ", "ʥ"),
          Map.entry("tɕʰ", "ʨʰ"),
          Map.entry("ɦ", "h"),
          Map.entry("ɰ", "ɯ"),
          Map.entry("k̚", "k"),
          Map.entry("t̚", "t"),
          Map.entry("p̚", "p"));

  private KokoroSymbols() {}

  /**
   * What one phone becomes.
   *
   * @param kokoro one or more characters of Kokoro's vocabulary
   * @param ipa the phone; {@code ""} for spaces and punctuation
   */
  public record Symbol(String kokoro, String ipa) {}

  public static List<Symbol> of(List<Phone> phones) {
    List<Symbol> symbols = new ArrayList<>();
    for (Phone phone : phones) {
      switch (phone.kind()) {
        case SPACE -> symbols.add(new Symbol(" ", ""));
        case PUNCTUATION -> symbols.add(new Symbol(punctuation(phone.ipa()), ""));
        case VOWEL -> vowel(symbols, phone.ipa());
        case ONSET, CODA ->
            symbols.add(new Symbol(SYMBOLS.getOrDefault(phone.ipa(), phone.ipa()), phone.ipa()));
      }
    }
    return symbols;
  }

  /** Glide and vowel are two characters, and two phones for the lips. */
  private static void vowel(List<Symbol> symbols, String ipa) {
    for (int i = 0; i < ipa.length(); i++) {
      String one = ipa.substring(i, i + 1);
      symbols.add(new Symbol(SYMBOLS.getOrDefault(one, one), one));
    }
  }

  private static String punctuation(String marks) {
    char first = marks.charAt(0);
    return marks.endsWith(".") ? "." : ",?!…;:—".indexOf(first) >= 0 ? String.valueOf(first) : ",";
  }
}
