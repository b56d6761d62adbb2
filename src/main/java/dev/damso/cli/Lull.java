package dev.damso.cli;

import dev.damso.conversation.ConversationEvent;
import dev.damso.media.Cancellation;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * When the machine is free for what can wait: nothing has happened in any conversation for {@value
 * #QUIET_MS} ms. Thread safe.
 */
final class Lull {
  private static final long QUIET_MS = 3000;

  private final LongSupplier nowMs;
  private Cancellation work = Cancellation.none();
  private long freeAtMs;

  /**
   * @param nowMs a clock that only goes forward
   */
  Lull(LongSupplier nowMs) {
    this.nowMs = nowMs;
    freeAtMs = nowMs.getAsLong();
  }

  /** Sees what {@code events} takes. */
  Consumer<ConversationEvent> watching(Consumer<ConversationEvent> events) {
    return event -> {
      somebodyIsThere();
      events.accept(event);
    };
  }

  private void somebodyIsThere() {
    Cancellation stopped;
    synchronized (this) {
      freeAtMs = nowMs.getAsLong() + QUIET_MS;
      stopped = work;
    }
    stopped.cancel();
  }

  /** Milliseconds until work may begin, as far as is known; 0 for now. */
  synchronized long waitMs() {
    return Math.max(0, freeAtMs - nowMs.getAsLong());
  }

  /** For work that begins now; cancelled as soon as somebody is there. */
  Cancellation begin() {
    Cancellation begun = new Cancellation();
    synchronized (this) {
      work = begun;
    }
    if (waitMs() > 0) {
      begun.cancel();
    }
    return begun;
  }
}
