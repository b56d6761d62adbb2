package dev.damso.turn;

import dev.damso.media.MediaTime;
import java.util.List;

/**
 * Decides from speech probabilities when a turn begins and ends. One owner; time is a parameter.
 */
public interface TurnDetector {
  /**
   * @param probability of speech in the window that ends at {@code now}
   * @param now end of the window on the microphone's clock
   * @return what follows from it, in order
   */
  List<TurnEvent> onWindow(float probability, MediaTime now);

  /** Tells whether the avatar is audible: then speech is an interruption. */
  void avatarSpeaking(boolean speaking);
}
