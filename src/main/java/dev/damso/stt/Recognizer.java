package dev.damso.stt;

import dev.damso.media.Cancellation;
import dev.damso.stt.PassQueue.Pass;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one platform thread that all streams of a model share, and its queue. A final pass stops a
 * partial one that is under way. Thread safe.
 */
final class Recognizer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Recognizer.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PassQueue queue = new PassQueue();
  private final Thread worker;

  /** Stops the partial pass under way. */
  private Cancellation partialPass = new Cancellation();

  private boolean closed;

  Recognizer() {
    worker = Thread.ofPlatform().name("recognizer").daemon().start(this::work);
  }

  /**
   * Queues the final pass of a stream, in place of one that waits.
   *
   * @return completes on the recogniser's thread; cancelled where the recogniser is closed first
   */
  <T> CompletableFuture<T> offerFinal(Object stream, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        result.cancel(false);
        return result;
      }
      queue.offer(new Pass(stream, true, () -> run(work, result), result));
      partialPass.cancel();
      changed.signal();
      return result;
    } finally {
      lock.unlock();
    }
  }

  private static <T> void run(Supplier<T> work, CompletableFuture<T> result) {
    if (result.isDone()) {
      return;
    }
    try {
      result.complete(work.get());
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  /** Queues a partial pass of a stream, unless one waits. */
  void offerPartial(Object stream, Consumer<Cancellation> work) {
    lock.lock();
    try {
      if (!closed && !queue.hasPartial(stream)) {
        Cancellation cancellation = new Cancellation();
        queue.offer(
            new Pass(
                stream,
                false,
                () -> runPartial(work, cancellation),
                new CompletableFuture<Void>()));
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void runPartial(Consumer<Cancellation> work, Cancellation cancellation) {
    lock.lock();
    try {
      partialPass = cancellation;
    } finally {
      lock.unlock();
    }
    work.accept(cancellation);
  }

  /** Forgets what waits for a stream; what is under way goes on. */
  void forget(Object stream) {
    lock.lock();
    try {
      queue.remove(stream);
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (true) {
      Pass pass;
      try {
        pass = await();
      } catch (InterruptedException e) {
        return;
      }
      long started = System.nanoTime();
      try {
        pass.work().run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a pass of speech to text failed", e);
      }
      lock.lock();
      try {
        queue.ended(pass, started, System.nanoTime());
      } finally {
        lock.unlock();
      }
    }
  }

  private Pass await() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw new InterruptedException("closed");
        }
        long now = System.nanoTime();
        Optional<Pass> next = queue.next(now);
        if (next.isPresent()) {
          return next.get();
        }
        long _ = changed.awaitNanos(Math.min(queue.untilNext(now), TimeUnit.HOURS.toNanos(1)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, lets the pass under way end. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      partialPass.cancel();
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
