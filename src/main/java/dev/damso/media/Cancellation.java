package dev.damso.media;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells work that nobody waits for it any longer. Work polls {@link #isCancelled()} between steps,
 * or registers what to do. Thread safe; set once, never reset.
 */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private volatile boolean cancelled;

  /** One that nobody cancels. */
  public static Cancellation none() {
    return new Cancellation();
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /** Runs {@code action} when cancelled, on the cancelling thread; at once if that is past. */
  public void onCancel(Runnable action) {
    synchronized (actions) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  public void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }
}
