package dev.damso.conversation;

/** What a reply answers. */
public sealed interface Question {
  /**
   * Speech, not yet understood.
   *
   * @param samples mono, 16 kHz, in [-1, 1]
   */
  record Spoken(float[] samples) implements Question {}

  /** Text that the person typed. */
  record Typed(String text) implements Question {}
}
