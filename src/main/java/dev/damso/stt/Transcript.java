package dev.damso.stt;

/**
 * What was understood.
 *
 * @param text without surrounding space; empty where nothing was said
 * @param language BCP 47, configured or detected
 * @param isFinal whether it can still change
 * @param confidence mean natural log probability of the text's tokens: 0 is certain, below -1 much
 *     of it is guessed
 */
public record Transcript(String text, String language, boolean isFinal, double confidence) {
  /** What is certain, as typed text is. */
  public Transcript(String text, String language, boolean isFinal) {
    this(text, language, isFinal, 0);
  }
}
