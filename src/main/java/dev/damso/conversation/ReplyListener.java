package dev.damso.conversation;

import dev.damso.llm.Completion;
import dev.damso.media.SpeechChunk;

/** Takes what a reply makes, on the reply's threads. */
public interface ReplyListener {
  /** The question as it was understood; empty where nothing was said. */
  void understood(String text, String language);

  /** A piece of speech, in order. */
  void speech(SpeechChunk chunk);

  /** The language model has written all of its answer; not called where it was not asked. */
  default void answered(Completion completion) {}

  /** A stage failed; {@code code} as in {@link ConversationEvent.Problem}. */
  void problem(String code, Throwable cause);
}
