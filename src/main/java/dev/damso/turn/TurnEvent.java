package dev.damso.turn;

import dev.damso.media.MediaTime;

/** What the person is doing, at a time on the microphone's clock. */
public sealed interface TurnEvent {
  MediaTime at();

  /** Speech began, at {@code at}. */
  record SpeechStarted(MediaTime at) implements TurnEvent {}

  /**
   * The voice dies away, at {@code at}: perhaps a pause, perhaps a soft sound. Words can be asked
   * for.
   */
  record Lull(MediaTime at) implements TurnEvent {}

  /** The voice is there, or back. */
  record LullOver(MediaTime at) implements TurnEvent {}

  /** No speech since {@code at}; it may go on. What follows can be prepared, unheard. */
  record SpeechPaused(MediaTime at) implements TurnEvent {}

  /**
   * A verdict is wanted on whether the turn is complete, from the sound so far: {@link
   * TurnDetector#onVerdict}.
   *
   * @param pause the pause that it concerns, by the time at which that began
   */
  record VerdictWanted(MediaTime at, MediaTime pause) implements TurnEvent {}

  /** Speech goes on after a pause, from {@code at}. What was prepared is void. */
  record SpeechResumed(MediaTime at) implements TurnEvent {}

  /**
   * The person has finished.
   *
   * @param at when it was decided
   * @param speechStart first speech of the turn
   * @param speechEnd last speech of the turn
   */
  record TurnEnded(MediaTime at, MediaTime speechStart, MediaTime speechEnd) implements TurnEvent {}

  /** What began was no turn: a click, a cough, a word of assent while the avatar speaks. */
  record TurnDropped(MediaTime at) implements TurnEvent {}

  /**
   * Something like speech under the avatar's: it pauses, until one of {@link Interruption} and
   * {@link FalseInterruption} follows.
   */
  record Overlap(MediaTime at) implements TurnEvent {}

  /** The person really speaks: the avatar gives way. */
  record Interruption(MediaTime at) implements TurnEvent {}

  /** The person did not mean to speak: the avatar goes on. */
  record FalseInterruption(MediaTime at) implements TurnEvent {}
}
