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

  private static boolean is(int codePoint, Character.UnicodeScript script) {
    return Character.isLetter(codePoint) && Character.UnicodeScript.of(codePoint) == script;
  }
}
