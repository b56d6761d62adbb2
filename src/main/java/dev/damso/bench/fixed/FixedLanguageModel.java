package dev.damso.bench.fixed;

import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.Prompt;
import dev.damso.media.Cancellation;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Writes the same answer each time: the first token after {@link FixedProviders#LLM_MS}, then 40 a
 * second.
 */
public final class FixedLanguageModel implements LanguageModel {
  private final List<String> answer;

  /** Answers with {@link FixedProviders}' words. */
  public FixedLanguageModel() {
    this(FixedProviders.ANSWER);
  }

  /**
   * @param answer token by token
   */
  public FixedLanguageModel(List<String> answer) {
    this.answer = List.copyOf(answer);
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    long start = System.nanoTime();
    StringBuilder said = new StringBuilder();
    long dueMs = FixedProviders.LLM_MS;
    for (String token : answer) {
      if (!waitUntil(start + dueMs * 1_000_000, cancellation)) {
        break;
      }
      onText.accept(token);
      said.append(token);
      dueMs += FixedProviders.TOKEN_MS;
    }
    return new Completion(said.toString(), FixedProviders.LLM_MS, -1, -1);
  }

  /** Whether the time came; false where it was cancelled before. */
  static boolean waitUntil(long deadline, Cancellation cancellation) {
    Thread waiting = Thread.currentThread();
    cancellation.onCancel(() -> LockSupport.unpark(waiting));
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      if (cancellation.isCancelled()) {
        return false;
      }
      LockSupport.parkNanos(left);
    }
    return !cancellation.isCancelled();
  }

  @Override
  public String name() {
    return "fixed %d ms, %d tokens/s"
        .formatted(FixedProviders.LLM_MS, 1000 / FixedProviders.TOKEN_MS);
  }

  @Override
  public void close() {}
}
