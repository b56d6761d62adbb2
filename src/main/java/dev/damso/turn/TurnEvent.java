package dev.damso.turn;

import dev.damso.media.MediaTime;

/** What the person is doing, at a time on the microphone's clock. */
public sealed interface TurnEvent {
  MediaTime at();

  /** Speech began, at {@code at}. */
  record SpeechStarted(MediaTime at) implements TurnEvent {}

  /** No speech since {@code at}; it may go on. */
  record SpeechPaused(MediaTime at) implements TurnEvent {}

  /** Speech goes on after a pause. */
  record SpeechResumed(MediaTime at) implements TurnEvent {}

  /**
   * The person has finished.
   *
   * @param at when it was decided
   * @param speechStart first speech of the turn
   * @param speechEnd last speech of the turn
   */
  record TurnEnded(MediaTime at, MediaTime speechStart, MediaTime speechEnd) implements TurnEvent {}

  /** The person speaks while the avatar does: it is to fall silent. */
  record Interruption(MediaTime at) implements TurnEvent {}
}
