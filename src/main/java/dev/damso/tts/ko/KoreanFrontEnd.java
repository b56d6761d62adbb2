package dev.damso.tts.ko;

import static dev.damso.tts.ko.Hangul.NONE;

import dev.damso.tts.ko.Phone.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Korean text to phones. Stateless. */
public final class KoreanFrontEnd {
  private static final Map<Character, String> VOWELS =
      table(
          "ㅏ a ㅐ ɛ ㅑ ja ㅒ jɛ ㅓ ʌ ㅔ e ㅕ jʌ ㅖ je ㅗ o ㅘ wa ㅙ wɛ ㅚ we ㅛ jo ㅜ u ㅝ wʌ ㅞ we ㅟ wi ㅠ ju ㅡ ɯ ㅢ ɰi ㅣ i");
  private static final Map<Character, String> ONSETS =
      table("ㄱ k ㄲ k͈ ㄴ n ㄷ t ㄸ t͈ ㄹ ɾ ㅁ m ㅂ p ㅃ p͈ ㅅ s ㅆ s͈ ㅈ tɕ ㅉ t͈ɕ ㅊ tɕʰ ㅋ kʰ ㅌ tʰ ㅍ pʰ ㅎ h");
  private static final Map<Character, String> CODAS = table("ㄱ k̚ ㄴ n ㄷ t̚ ㄹ l ㅁ m ㅂ p̚ ㅇ ŋ");
  private static final Map<String, String> VOICED =
      Map.of("k", "ɡ", "t", "d", "p", "b", "tɕ", "dʑ", "h", "ɦ");
  private static final Map<String, String> PALATAL =
      Map.of("s", "ɕ", "s͈", "ɕ͈", "n", "ɲ", "h", "ç");
  private static final String IOTIZED = "ㅣㅑㅕㅛㅠㅒㅖㅟ";

  private static Map<Character, String> table(String pairs) {
    Map<Character, String> table = new HashMap<>();
    String[] items = pairs.split(" ");
    for (int i = 0; i < items.length; i += 2) {
      table.put(items[i].charAt(0), items[i + 1]);
    }
    return table;
  }

  /** Whether a Latin word has a Korean reading, or is an abbreviation that is spelt. */
  public static boolean readsLatin(String word) {
    return KoreanReader.readsLatin(word);
  }

  /** Numbers and Latin in Hangul. */
  public String read(String text) {
    return KoreanReader.read(text);
  }

  /** The pronunciation in Hangul: 신라 → 실라. */
  public String pronounce(String text) {
    Pronunciation pronunciation = Pronunciation.of(read(text));
    StringBuilder out = new StringBuilder();
    for (Pronunciation.Item item : pronunciation.items()) {
      out.append(item.punctuation());
      if (item.syllable().before == Syllable.Boundary.SPACE || !item.punctuation().isEmpty()) {
        out.append(' ');
      }
      out.append(item.syllable().compose());
    }
    return out.append(pronunciation.trailing()).toString().strip();
  }

  /**
   * Phones in order. Plain stops are voiced between sonorants inside a word, never across a space.
   */
  public List<Phone> phones(String text) {
    Pronunciation pronunciation = Pronunciation.of(read(text));
    List<Phone> phones = new ArrayList<>();
    Syllable previous = null;
    for (Pronunciation.Item item : pronunciation.items()) {
      Syllable syllable = item.syllable();
      boolean joined = previous != null && syllable.before == Syllable.Boundary.NONE;
      if (!item.punctuation().isEmpty()) {
        phones.add(new Phone(item.punctuation(), Kind.PUNCTUATION));
      }
      if (syllable.before == Syllable.Boundary.SPACE || !item.punctuation().isEmpty()) {
        phones.add(new Phone(" ", Kind.SPACE));
      }
      boolean pause = syllable.before == Syllable.Boundary.PAUSE;
      char before = previous == null || pause ? 'x' : previous.coda;
      add(phones, onset(syllable, before, joined), Kind.ONSET);
      add(phones, VOWELS.getOrDefault(syllable.vowel, ""), Kind.VOWEL);
      add(phones, CODAS.getOrDefault(syllable.coda, ""), Kind.CODA);
      previous = syllable;
    }
    if (!pronunciation.trailing().isEmpty()) {
      phones.add(new Phone(pronunciation.trailing(), Kind.PUNCTUATION));
    }
    return phones;
  }

  private static void add(List<Phone> phones, String ipa, Kind kind) {
    if (!ipa.isEmpty()) {
      phones.add(new Phone(ipa, kind));
    }
  }

  /**
   * @param before coda of the syllable before, or 'x' after a pause
   * @param joined whether that syllable belongs to the same word
   */
  private static String onset(Syllable syllable, char before, boolean joined) {
    String phone = ONSETS.getOrDefault(syllable.onset, "");
    boolean sonorant = before == NONE || "ㄴㅁㅇㄹ".indexOf(before) >= 0;
    if (sonorant && joined) {
      phone = VOICED.getOrDefault(phone, phone);
    }
    boolean palatal = IOTIZED.indexOf(syllable.vowel) >= 0;
    boolean stays = syllable.vowel == 'ㅟ' && (phone.equals("n") || phone.equals("h"));
    if (palatal && !stays) {
      phone = PALATAL.getOrDefault(phone, phone);
    }
    return syllable.onset == 'ㄹ' && before == 'ㄹ' ? "l" : phone;
  }
}
