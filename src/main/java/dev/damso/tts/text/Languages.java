package dev.damso.tts.text;

/** Tells the language of a clause by its script. */
public final class Languages {
  private Languages() {}

  /**
   * @param fallback what a text without letters is in
   * @return {@code ko} where at least a quarter of the letters are Hangul, {@code en} where the
   *     rest are Latin, else {@code fallback}
   */
  public static String of(String text, String fallback) {
    long hangul = text.codePoints().filter(c -> is(c, Character.UnicodeScript.HANGUL)).count();
    long latin = text.codePoints().filter(c -> is(c, Character.UnicodeScript.LATIN)).count();
    if (hangul + latin == 0) {
      return fallback;
    }
    return hangul * 4 >= hangul + latin ? "ko" : "en";
  }

  /**
   * @return the language that the first letter's script tells, where no letter is Hangul or Latin;
   *     else {@code language}
   */
  public static String ofScript(String text, String language) {
    String found = "";
    for (int c : text.codePoints().filter(Character::isLetter).toArray()) {
      Character.UnicodeScript script = Character.UnicodeScript.of(c);
      if (script == Character.UnicodeScript.HANGUL || script == Character.UnicodeScript.LATIN) {
        return language;
      }
      String told =
          switch (script) {
            case HIRAGANA, KATAKANA -> "ja";
            case HAN -> "zh";
            case CYRILLIC -> "ru";
            case GREEK -> "el";
            case ARABIC -> "ar";
            case HEBREW -> "he";
            case DEVANAGARI -> "hi";
            case THAI -> "th";
            default -> "";
          };
      if (found.isEmpty() || told.equals("ja")) {
        found = told;
      }
    }
    return found.isEmpty() ? language : found;
  }

  private static boolean is(int codePoint, Character.UnicodeScript script) {
    return Character.isLetter(codePoint) && Character.UnicodeScript.of(codePoint) == script;
  }
}
