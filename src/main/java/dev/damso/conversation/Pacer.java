package dev.damso.conversation;

import dev.damso.os.Punctuality;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Calls every conversation each 20 ms, on one punctual platform thread, at absolute deadlines: a
 * late tick shortens the wait for the next one, so that no drift adds up. The sound of all leaves
 * before any other thread is woken, which would take the core from it.
 */
public final class Pacer implements AutoCloseable {
  /** Called by the pacer; must be quick, for it holds up the others. */
  public interface Paced {
    /** 20 ms have passed: sends its sound. */
    void tick();

    /** The sound of all has left: gives other threads their work. */
    void ticked();
  }

  private static final Logger LOG = System.getLogger(Pacer.class.getName());
  private static final long PERIOD_NANOS = 20_000_000;

  /** After a stall longer than this the missed ticks are given up: the machine was asleep. */
  private static final long GIVE_UP_NANOS = 2_000_000_000L;

  private final Set<Paced> paced = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;

  public Pacer() {
    thread = Thread.ofPlatform().name("pacer").daemon().start(this::run);
  }

  public void add(Paced member) {
    paced.add(member);
    LockSupport.unpark(thread);
  }

  public void remove(Paced member) {
    paced.remove(member);
  }

  private void run() {
    Punctuality.raise();
    long due = System.nanoTime();
    while (!closed) {
      if (paced.isEmpty()) {
        LockSupport.park(this);
        due = System.nanoTime();
        continue;
      }
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
        continue;
      }
      if (wait < -GIVE_UP_NANOS) {
        due = System.nanoTime();
      }
      for (Paced member : paced) {
        call(member, Paced::tick);
      }
      for (Paced member : paced) {
        call(member, Paced::ticked);
      }
      due += PERIOD_NANOS;
    }
  }

  /** A member that fails loses its ticks; the others keep theirs. */
  private void call(Paced member, Consumer<Paced> phase) {
    try {
      phase.accept(member);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a conversation failed in its tick and is paced no longer", e);
      paced.remove(member);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
