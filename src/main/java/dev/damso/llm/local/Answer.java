package dev.damso.llm.local;

import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModelException;
import dev.damso.media.Cancellation;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Hands an answer from the model's thread to the caller's, who is free at once when it cancels. Its
 * queue is bounded by the answer's length; a caller that is busy may hold the model up.
 */
final class Answer {
  /** Longest that the model takes to see that it need not wait any more. */
  private static final int CHECK_MS = 10;

  private sealed interface Event {}

  private record Text(String text) implements Event {}

  private record End(int promptTokens, int tokens) implements Event {}

  private record Failed(LanguageModelException reason) implements Event {}

  private record Cancelled() implements Event {}

  private final long start = System.nanoTime();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Cancellation cancellation;

  /** Texts that the caller has not dealt with. Guarded by this. */
  private int unread;

  private boolean left;

  Answer(Cancellation cancellation) {
    this.cancellation = cancellation;
    cancellation.onCancel(() -> events.add(new Cancelled()));
  }

  void text(String text) {
    if (!text.isEmpty()) {
      synchronized (this) {
        unread++;
      }
      events.add(new Text(text));
    }
  }

  /** Blocks until the caller has dealt with all of the text, or {@code goOn}. */
  synchronized void awaitCaller(BooleanSupplier goOn) {
    try {
      while (unread > 0 && !left && !goOn.getAsBoolean()) {
        wait(CHECK_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void read() {
    unread--;
    notifyAll();
  }

  private synchronized void leave() {
    left = true;
    notifyAll();
  }

  void end(int promptTokens, int tokens) {
    events.add(new End(promptTokens, tokens));
  }

  void fail(LanguageModelException reason) {
    events.add(new Failed(reason));
  }

  /** Blocks until the answer is complete or cancelled. */
  Completion deliver(Consumer<String> onText) {
    StringBuilder said = new StringBuilder();
    double firstMs = -1;
    try {
      while (true) {
        Event event = events.take();
        if (cancellation.isCancelled()) {
          return new Completion(said.toString(), firstMs, -1, -1);
        }
        switch (event) {
          case Text(String text) -> {
            if (said.isEmpty()) {
              firstMs = (System.nanoTime() - start) / 1e6;
            }
            said.append(text);
            onText.accept(text);
            read();
          }
          case End(int promptTokens, int tokens) -> {
            return new Completion(said.toString(), firstMs, promptTokens, tokens);
          }
          case Failed(LanguageModelException reason) -> throw reason;
          case Cancelled cancelled -> throw new IllegalStateException("cancelled without the flag");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Completion(said.toString(), firstMs, -1, -1);
    } finally {
      leave();
    }
  }
}
