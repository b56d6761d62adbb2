package dev.damso.turn;

/**
 * When a turn begins and ends; times in milliseconds.
 *
 * @param smart whether verdicts and words decide, or {@code silenceMs} alone
 * @param start probability from which a window is speech, {@code startWindows} in a row
 * @param stop probability below which it is silence again, and from which speech goes on after a
 *     pause
 * @param pauseMs silence after which {@link TurnEvent.SpeechPaused} is said
 * @param verdictMs smart: silence after which a verdict is wanted; also that behind what turns out
 *     to be no speech under the avatar's voice
 * @param minSpeechMs shortest speech that makes a turn
 * @param hintRestMs after a window under the avatar's voice that turned out to be no speech, so
 *     long only {@code startWindows} make it pause
 * @param interruptMs speech that interrupts the avatar whatever its words
 * @param maxTurnMs a turn is ended here whatever is heard
 * @param silenceMs not smart: silence that ends a turn
 * @param agreeMs smart: least silence, where words and a sure verdict say that the turn is complete
 * @param shortMs the same for a turn of less than {@code shortSpeechMs} of speech
 * @param wordsMs least silence where the words have a final ending and the verdict is not sure
 * @param limitMs silence that ends a turn whatever they say
 */
public record TurnSettings(
    boolean smart,
    double start,
    double stop,
    int startWindows,
    int pauseMs,
    int verdictMs,
    int minSpeechMs,
    int hintRestMs,
    int interruptMs,
    int maxTurnMs,
    int silenceMs,
    int agreeMs,
    int shortMs,
    int shortSpeechMs,
    int wordsMs,
    int limitMs) {
  private static TurnSettings of(boolean smart, int silenceMs, int limitMs) {
    return new TurnSettings(
        smart, 0.5, 0.35, 2, 64, 96, 150, 1000, 600, 120_000, silenceMs, 200, 300, 600, 500,
        limitMs);
  }

  /** Silence alone decides. */
  public static TurnSettings silence(int silenceMs) {
    return of(false, silenceMs, silenceMs);
  }

  /**
   * @param limitMs silence that ends a turn whatever else says, 300 at least
   */
  public static TurnSettings smart(int limitMs) {
    return of(true, limitMs, limitMs);
  }
}
