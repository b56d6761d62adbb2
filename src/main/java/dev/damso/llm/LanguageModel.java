package dev.damso.llm;

import dev.damso.media.Cancellation;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers a prompt. Thread safe; an implementation may let calls wait for each other. */
public interface LanguageModel extends AutoCloseable {
  /**
   * Blocks until the answer is complete or cancelled.
   *
   * @param onText takes each piece of text as it comes, on the calling thread or on the model's
   * @param cancellation stops the answer; the call then returns what was written
   * @throws LanguageModelException when no answer, or only part of one, could be had
   */
  Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation);

  /**
   * Prepares for a prompt that begins like {@code prompt}, its last message unfinished; does
   * nothing where nothing is gained. Blocks; best called where nobody waits.
   */
  default void warmUp(Prompt prompt, Cancellation cancellation) {}

  /**
   * Reads a prompt whose last message goes on, so that its answer comes sooner; does nothing where
   * a model keeps nothing of what it has read. Blocks, and gives way to {@link #generate}.
   *
   * @param prompt asked only where it is read: it may have to search a knowledge
   */
  default void prefill(Supplier<Prompt> prompt, Cancellation cancellation) {}

  /** Provider and model, for people: {@code gemini gemini-2.5-flash}. */
  String name();

  @Override
  void close();
}
