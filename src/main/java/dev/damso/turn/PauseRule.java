package dev.damso.turn;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How long a pause must last before it ends the turn. Stateless. */
record PauseRule(TurnSettings settings) {
  /**
   * From here on a verdict counts. smart-turn gives a half of the pauses inside Korean sentences
   * more than 0.5, but few of them this much at once.
   */
  private static final double SURE = 0.94;

  /**
   * @param spokenMs speech of the turn so far
   * @param verdict probability that the turn is complete, or empty while that is not known
   * @param words how the words end, or null while that is not known
   * @return silence that ends the turn, milliseconds
   */
  double silenceMs(double spokenMs, OptionalDouble verdict, @Nullable WordCue words) {
    if (!settings.smart()) {
      return settings.silenceMs();
    }
    boolean sure = verdict.isPresent() && verdict.getAsDouble() > SURE;
    double least =
        switch (words) {
          case ANSWER -> settings.shortMs(); // smart-turn finds words alone incomplete
          case FINAL -> sure ? settings.agreeMs() : settings.wordsMs();
          case NEUTRAL -> sure ? settings.agreeMs() : settings.limitMs();
          case OPEN -> settings.limitMs();
          case null -> settings.limitMs();
        };
    double floor = spokenMs < settings.shortSpeechMs() ? settings.shortMs() : 0;
    return Math.min(settings.limitMs(), Math.max(least, floor));
  }
}
