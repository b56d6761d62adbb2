package dev.damso.conversation;

/**
 * How replies are made.
 *
 * @param sttLanguage language to listen for, or {@code auto}
 * @param language what to speak where the text does not tell, and to apologise in
 * @param speed of speech, 1 is normal
 * @param stallMs how long the model may pause inside a sentence before what there is of it is
 *     spoken. Longer than the pauses of a stream that flows: a sentence sounds best in one piece
 */
public record ReplySettings(
    String sttLanguage, String language, ThinkerSettings thinker, double speed, int stallMs) {
  /** These settings for a person whose page is in {@code other}. */
  public ReplySettings withLanguage(String other) {
    return new ReplySettings(sttLanguage, other, thinker, speed, stallMs);
  }
}
