package dev.damso.tts;

/**
 * Hands out the words of a text as they are spoken: what is handed out, joined by spaces, is the
 * text. One owner thread.
 */
public final class SpokenWords {
  private final String text;
  private int at;

  public SpokenWords(String text) {
    this.text = text.strip();
  }

  /**
   * The words, not yet handed out, that begin before that much of the text.
   *
   * @param share of the text's characters; all from 1 on
   */
  public String until(double share) {
    int to = (int) Math.min(text.length(), Math.round(text.length() * Math.max(0, share)));
    while (to < text.length() && !Character.isWhitespace(text.charAt(to))) {
      to++;
    }
    String words = to > at ? text.substring(at, to).strip() : "";
    at = Math.max(at, to);
    return words;
  }
}
