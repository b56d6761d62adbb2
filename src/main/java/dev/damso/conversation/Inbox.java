package dev.damso.conversation;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Work for a conversation's thread, from any other: {@value #CAPACITY} items, done in order. A full
 * inbox drops the newest item and counts it; a closed one drops silently. Thread safe.
 */
final class Inbox implements Executor {
  private static final int CAPACITY = 512;

  private final BlockingQueue<Runnable> items = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  @Override
  public void execute(Runnable item) {
    if (!closed && !items.offer(item)) {
      dropped.incrementAndGet();
    }
  }

  /** Does what comes until it is closed; the owner's thread, which is interrupted then. */
  void run() throws InterruptedException {
    while (!closed) {
      items.take().run();
    }
  }

  /** Items that were dropped because it was full. */
  long dropped() {
    return dropped.get();
  }

  /** Takes no more; the owner must be interrupted to notice at once. */
  void close() {
    closed = true;
  }
}
