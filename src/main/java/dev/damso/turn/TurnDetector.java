package dev.damso.turn;

import dev.damso.media.MediaTime;
import java.util.List;

/**
 * Decides when a turn begins and ends. Time is a parameter: all times are the microphone's. One
 * owner thread; each call gives what follows from it, in order.
 */
public interface TurnDetector {
  /**
   * @param probability of speech in the window that ends at {@code now}
   * @param now end of the window on the microphone's clock
   */
  List<TurnEvent> onWindow(float probability, MediaTime now);

  /**
   * The answer to {@link TurnEvent.VerdictWanted}. One that comes after its pause has ended is
   * ignored.
   *
   * @param complete probability that the turn is complete, 0 to 1
   */
  List<TurnEvent> onVerdict(double complete, MediaTime pause);

  /**
   * The words of the turn as they are understood at a pause. Those that come after the pause has
   * ended are ignored.
   */
  List<TurnEvent> onWords(Words words, MediaTime pause);

  /** Tells whether the avatar is speaking, or about to: then speech overlaps. */
  void avatarSpeaking(boolean speaking);
}
