package dev.damso.tts.text;

import java.text.Normalizer;

/** Text from anywhere as text that can be read out. */
public final class Characters {
  private Characters() {}

  /**
   * Composed (NFC), without control and format characters (white space becomes a space), private
   * ones, and halves of surrogate pairs.
   */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.SPACE_SEPARATOR,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                clean.append(' ');
            case Character.FORMAT,
                Character.SURROGATE,
                Character.PRIVATE_USE,
                Character.UNASSIGNED -> {}
            default -> clean.appendCodePoint(c);
          }
        });
    return clean.toString();
  }
}
