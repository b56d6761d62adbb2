package dev.damso.conversation;

/**
 * How replies are made.
 *
 * @param sttLanguage language to listen for, or {@code auto}
 * @param language what to speak where the text does not tell, and to apologise in
 * @param speed of speech, 1 is normal
 */
public record ReplySettings(
    String sttLanguage, String language, ThinkerSettings thinker, double speed) {
  /** These settings for a person whose page is in {@code other}. */
  public ReplySettings withLanguage(String other) {
    return new ReplySettings(sttLanguage, other, thinker, speed);
  }
}
