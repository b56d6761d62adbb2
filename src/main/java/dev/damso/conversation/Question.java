package dev.damso.conversation;

import dev.damso.stt.Transcript;

/** What a reply answers. */
public sealed interface Question {
  /** Speech, as it was understood. */
  record Spoken(Transcript transcript) implements Question {}

  /** Text that the person typed. */
  record Typed(String text) implements Question {}
}
