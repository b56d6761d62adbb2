package dev.damso.conversation;

/**
 * How replies are made.
 *
 * @param sttLanguage language to listen for, or {@code auto}
 * @param language what to speak where the text does not tell, and to apologise in
 * @param persona who the avatar is; empty for the default
 * @param speed of speech, 1 is normal
 */
public record ReplySettings(
    String sttLanguage,
    String language,
    String persona,
    int maxTokens,
    double temperature,
    int topK,
    double speed) {
  /** These settings for a person whose page is in {@code other}. */
  public ReplySettings withLanguage(String other) {
    return new ReplySettings(sttLanguage, other, persona, maxTokens, temperature, topK, speed);
  }
}
