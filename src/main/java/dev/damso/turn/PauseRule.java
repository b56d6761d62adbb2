package dev.damso.turn;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How long a pause must last before it ends the turn. Stateless. */
record PauseRule(TurnSettings settings) {
  private static final double COMPLETE = 0.5;

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
    boolean complete = verdict.isPresent() && verdict.getAsDouble() > COMPLETE;
    double least =
        switch (words) {
          case FINAL -> complete ? settings.agreeMs() : settings.wordsMs();
          case NEUTRAL -> complete ? settings.agreeMs() : settings.limitMs();
          case UNFINISHED -> complete ? settings.verdictMs() : settings.limitMs();
          case OPEN -> settings.limitMs();
          case null -> complete ? settings.verdictMs() : settings.limitMs();
        };
    double floor = spokenMs < settings.shortSpeechMs() ? settings.shortMs() : 0;
    return Math.min(settings.limitMs(), Math.max(least, floor));
  }
}
