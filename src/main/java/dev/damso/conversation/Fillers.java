package dev.damso.conversation;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Breaks the silence where the first word is late, once for each answer. Thread safe. */
final class Fillers {
  /** Runs something later, unless it is stopped before. */
  interface Timer {
    Runnable after(int ms, Runnable action);
  }

  private static final class Shared {
    static final ScheduledExecutorService CLOCK =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("filler").daemon().factory());
  }

  static final Timer REAL_TIME =
      (ms, action) -> {
        Future<?> due = Shared.CLOCK.schedule(action, ms, TimeUnit.MILLISECONDS);
        return () -> due.cancel(false);
      };

  private final Consumer<String> clauses;
  private boolean spoken;
  private Runnable stop = () -> {};

  private Fillers(Consumer<String> clauses) {
    this.clauses = clauses;
  }

  /**
   * @param ms silence to break; 0 for none
   * @param clauses takes the filler, on the timer's thread
   */
  static Fillers start(int ms, String language, Timer timer, Consumer<String> clauses) {
    Fillers fillers = new Fillers(clauses);
    if (ms > 0) {
      Runnable stop = timer.after(ms, () -> fillers.due(text(language)));
      synchronized (fillers) {
        fillers.stop = stop;
      }
    }
    return fillers;
  }

  /** What is said, for the phrase cache. */
  static String text(String language) {
    return language.startsWith("ko") ? "음," : "Hm,";
  }

  private synchronized void due(String text) {
    if (!spoken) {
      spoken = true;
      clauses.accept(text);
    }
  }

  /** The first word is there, or will not come. */
  synchronized void stop() {
    spoken = true;
    stop.run();
  }
}
