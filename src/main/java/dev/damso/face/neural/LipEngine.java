package dev.damso.face.neural;

import dev.damso.face.neural.BatchBuffer.Owner;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws the mouths of all conversations of one model. Two workers and two buffers: the stager fills
 * one with the next batch, and empties it later, while the device's worker runs the other. Where
 * the device is out of memory batches become smaller; where it fails otherwise the next one of the
 * ladder takes over, and the batch that failed is drawn again. After the last all jobs fail. Thread
 * safe.
 */
final class LipEngine implements AutoCloseable {
  private final Consumer<String> notices;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread stager;
  private final Thread worker;

  // Guarded by the lock.
  private final DeviceLadder ladder;
  private final LipPace pace = new LipPace();
  private final BatchQueue queue = new BatchQueue();
  private FrameRing ring = new FrameRing();
  private List<BatchBuffer> buffers = List.of();
  private @Nullable LipDevice device;

  /** Steps taken down the ladder: what belongs to an earlier device is worth nothing. */
  private int rung;

  private int limit = LipModel.LARGEST_BATCH;
  private volatile boolean closed;
  private volatile boolean broken;

  /**
   * @param ladder devices, best first; one that cannot be had throws {@link DeviceFailure}
   * @param notices told of each step down the ladder, in a line
   */
  LipEngine(LipModel model, List<Supplier<LipDevice>> ladder, Consumer<String> notices) {
    this.ladder = new DeviceLadder(model, ladder, notices);
    this.notices = notices;
    lock.lock();
    try {
      begin(this.ladder.first());
    } finally {
      lock.unlock();
    }
    stager = Thread.ofPlatform().name("lips-stage").daemon().start(() -> loop(this::stage));
    worker = Thread.ofPlatform().name("lips-device").daemon().start(() -> loop(this::run));
  }

  /** The device at work; empty where none is left. */
  String deviceName() {
    lock.lock();
    try {
      return device == null ? "" : device.name();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a mouth.
   *
   * @param line whose turn counts: one object a conversation
   * @return fails with {@link DeviceFailure} where nothing can draw it any more, and where the line
   *     has too many waiting
   */
  CompletableFuture<byte[]> draw(Object line, List<MemorySegment> inputs, boolean first) {
    LipJob job = new LipJob(line, inputs, first, System.nanoTime(), new CompletableFuture<>());
    lock.lock();
    try {
      if (broken || closed || !queue.offer(job)) {
        String why = broken || closed ? "nothing is left that could draw" : "too many are waiting";
        job.mouth().completeExceptionally(new DeviceFailure(DeviceFailure.Kind.LOST, why));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return job.mouth();
  }

  /** A line begins to speak. */
  void enter(Object line) {
    lock.lock();
    try {
      pace.enter(line);
    } finally {
      lock.unlock();
    }
  }

  /** How many pictures share a mouth, so that all lines that speak get theirs in time. */
  int picturesPerMouth() {
    lock.lock();
    try {
      return pace.picturesPerMouth();
    } finally {
      lock.unlock();
    }
  }

  /** A line speaks no more; forgets what it waits for. */
  void leave(Object line) {
    lock.lock();
    try {
      pace.leave(line);
      queue.close(line);
    } finally {
      lock.unlock();
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private void loop(Step step) {
    try {
      while (!closed && !broken) {
        step.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The stager's work: what is drawn goes out first, then the next batch in. */
  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
  private void stage() throws InterruptedException {
    BatchBuffer drawn = null;
    List<LipJob> batch = List.of();
    BatchBuffer free = null;
    LipDevice current;
    int at;
    lock.lockInterruptibly();
    try {
      current = device;
      at = rung;
      drawn = find(Owner.FETCHER);
      free = find(Owner.STAGER);
      if (drawn == null) {
        long now = System.nanoTime();
        int padded = 0;
        if (free != null) {
          batch = queue.next(now, limit);
          padded = LipModel.padded(batch.size());
        }
        int slot = batch.isEmpty() ? -1 : ring.claim(padded);
        if (slot < 0) {
          queue.putBack(batch);
          long wait = free == null || !batch.isEmpty() ? Long.MAX_VALUE : queue.dueIn(now, limit);
          changed.awaitNanos(Math.clamp(wait, 100_000, TimeUnit.SECONDS.toNanos(1)));
          return;
        }
        BatchBuffer chosen = Objects.requireNonNull(free);
        chosen.assign(batch, slot);
      }
    } finally {
      lock.unlock();
    }
    if (drawn != null && current != null) {
      deliver(drawn, current, at);
    } else if (free != null) {
      free.fill(LipModel.padded(batch.size()));
      free.pass(Owner.STAGER, Owner.DEVICE);
      signal();
    }
  }

  private void deliver(BatchBuffer drawn, LipDevice from, int at) {
    int count = drawn.jobs().size();
    try {
      from.fetch(drawn.slot(), count, drawn.mouths());
      drawn.deliver();
    } catch (DeviceFailure e) {
      failed(drawn, Owner.FETCHER, from, at, e);
      return;
    }
    lock.lock();
    try {
      if (rung == at) {
        ring.fetched(drawn.slot(), LipModel.padded(count));
      }
      drawn.pass(Owner.FETCHER, Owner.STAGER);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The device's worker. */
  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
  private void run() throws InterruptedException {
    BatchBuffer ready;
    LipDevice current;
    int at;
    lock.lockInterruptibly();
    try {
      at = rung;
      ready = find(Owner.DEVICE);
      current = device;
      if (ready == null || current == null) {
        changed.awaitNanos(TimeUnit.SECONDS.toNanos(1));
        return;
      }
    } finally {
      lock.unlock();
    }
    int count = ready.jobs().size();
    int padded = LipModel.padded(count);
    long started = System.nanoTime();
    try {
      current.run(ready.inputs(), padded, ready.slot());
    } catch (DeviceFailure e) {
      failed(ready, Owner.DEVICE, current, at, e);
      return;
    }
    lock.lock();
    try {
      if (rung == at) {
        pace.measured((System.nanoTime() - started) / 1e6 / count);
        ring.drawn(ready.slot(), padded);
        ready.pass(Owner.DEVICE, Owner.FETCHER);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(
      BatchBuffer batch, Owner owner, LipDevice from, int at, DeviceFailure failure) {
    lock.lock();
    try {
      if (rung != at) {
        return; // the other worker has seen it, and put all batches back
      }
      if (failure.kind() == DeviceFailure.Kind.OUT_OF_MEMORY
          && limit > 1
          && owner == Owner.DEVICE) {
        int padded = LipModel.padded(batch.jobs().size());
        limit = Math.max(1, padded / 2);
        ring.abandon(batch.slot(), padded);
        queue.putBack(batch.jobs());
        batch.pass(Owner.DEVICE, Owner.STAGER);
        notices.accept(from.name() + " is out of memory: batches of " + limit + " from now on");
        changed.signalAll();
        return;
      }
      LipDevice next = ladder.after(from, failure);
      queue.putBack(buffers.stream().flatMap(buffer -> buffer.jobs().stream()).toList());
      begin(next);
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with a device, or breaks where there is none; under the lock. */
  private void begin(@Nullable LipDevice chosen) {
    device = chosen;
    rung++;
    ring = new FrameRing();
    if (chosen == null) {
      broken = true;
      buffers = List.of();
      DeviceFailure last =
          new DeviceFailure(DeviceFailure.Kind.LOST, "nothing is left that could draw");
      queue.drain().forEach(job -> job.mouth().completeExceptionally(last));
    } else {
      limit = ladder.largestBatch();
      pace.begin(ladder.mouthMs());
      buffers = List.of(ladder.buffer(chosen), ladder.buffer(chosen));
    }
    changed.signalAll();
  }

  private @Nullable BatchBuffer find(Owner owner) {
    for (BatchBuffer buffer : buffers) {
      if (buffer.isOf(owner)) {
        return buffer;
      }
    }
    return null;
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.drain().forEach(job -> job.mouth().cancel(false));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    join(stager);
    join(worker);
    ladder.close(device);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }
}
