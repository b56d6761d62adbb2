package dev.damso.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What waits to be written to one page, so that a page that does not read holds up nobody: {@value
 * #CAPACITY} writes; when they do not fit, the connection is given up. Any thread adds; one virtual
 * thread writes, and ends with the connection.
 */
final class Outbox implements AutoCloseable {
  static final int CAPACITY = 256;
  private static final Logger LOG = System.getLogger(Outbox.class.getName());

  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread writer = Thread.ofVirtual().name("events").unstarted(this::write);

  Outbox() {
    writer.start();
  }

  /**
   * @param write may block, and throw where the connection is broken
   */
  void add(Runnable write) {
    if (!waiting.offer(write)) {
      close();
    }
  }

  /** As {@link #add}; nothing is written after it. */
  void addLast(Runnable write) {
    add(() -> {
      write.run();
      close();
    });
  }

  private void write() {
    try {
      while (true) {
        waiting.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the page is gone", e);
    }
  }

  /** Whether the writer ends soon, for tests. */
  boolean join() throws InterruptedException {
    return writer.join(Duration.ofSeconds(20));
  }

  /** Ends the writer; where a write blocks, this closes its socket, as virtual threads' do. */
  @Override
  public void close() {
    writer.interrupt();
  }
}
