package dev.damso.face.neural;

import dev.damso.face.neural.BatchBuffer.Owner;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Draws the mouths of all conversations of one model. Two workers and two buffers: the stager fills
 * one with the next batch, and empties it later, while the device's worker runs the other. Where
 * the device is out of memory batches become smaller; where it fails otherwise the next one of the
 * ladder takes over, and the batch that failed is drawn again. After the last all jobs fail. Thread
 * safe.
 */
final class LipEngine implements AutoCloseable {
  /** Milliseconds of a picture that drawing mouths may take, of the 40 that there are. */
  private static final double BUDGET_MS = 32;

  private static final int MOST_PICTURES_PER_MOUTH = 5;

  private static final Logger LOG = Logger.getLogger(LipEngine.class.getName());

  private final LipModel model;

  private final Iterator<Supplier<LipDevice>> ladder;
  private final Consumer<String> notices;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread stager;
  private final Thread worker;

  // Guarded by the lock.
  private final BatchQueue queue = new BatchQueue();
  private FrameRing ring = new FrameRing();
  private List<BatchBuffer> buffers = List.of();
  private @Nullable LipDevice device;

  /** Steps taken down the ladder: what belongs to an earlier device is worth nothing. */
  private int rung;

  private int limit = LipModel.LARGEST_BATCH;
  private final Set<Object> speaking = new HashSet<>();
  private final List<LipDevice> retired = new ArrayList<>();

  /** Milliseconds that the device takes for a mouth, smoothed; 0 before the first. */
  private double mouthMs;

  private volatile boolean closed;
  private volatile boolean broken;

  /**
   * @param ladder devices, best first; one that cannot be had throws {@link DeviceFailure}
   * @param notices told of each step down the ladder, in a line
   */
  LipEngine(LipModel model, List<Supplier<LipDevice>> ladder, Consumer<String> notices) {
    this.model = model;
    this.ladder = ladder.iterator();
    this.notices = notices;
    lock.lock();
    try {
      stepDown(null);
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
      speaking.add(line);
    } finally {
      lock.unlock();
    }
  }

  /** How many pictures share a mouth, so that all lines that speak get theirs in time. */
  int picturesPerMouth() {
    lock.lock();
    try {
      double needed = mouthMs * Math.max(1, speaking.size()) / BUDGET_MS;
      return Math.clamp((int) Math.ceil(needed), 1, MOST_PICTURES_PER_MOUTH);
    } finally {
      lock.unlock();
    }
  }

  /** A line speaks no more; forgets what it waits for. */
  void leave(Object line) {
    lock.lock();
    try {
      speaking.remove(line);
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
        measured((System.nanoTime() - started) / 1e6 / count);
        ring.drawn(ready.slot(), padded);
        ready.pass(Owner.DEVICE, Owner.FETCHER);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void measured(double ms) {
    mouthMs += (ms - mouthMs) / 16;
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
      stepDown(failure);
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with the next device that can be had; under the lock. */
  private void stepDown(@Nullable DeviceFailure failure) {
    LipDevice old = device;
    String reason = failure == null ? "" : String.valueOf(failure.getMessage());
    List<LipJob> unfinished = buffers.stream().flatMap(buffer -> buffer.jobs().stream()).toList();
    device = null;
    rung++;
    while (device == null && ladder.hasNext()) {
      try {
        device = warm(ladder.next().get());
      } catch (DeviceFailure e) {
        notices.accept("neural lips: " + e.getMessage());
      }
    }
    if (old != null) {
      retired.add(old); // the other worker may still be at it
      notices.accept(
          "neural lips: %s failed (%s), %s"
              .formatted(
                  old.name(),
                  reason,
                  device == null ? "none is left" : device.name() + " goes on"));
    }
    queue.putBack(unfinished);
    ring = new FrameRing();
    LipDevice chosen = device;
    if (chosen == null) {
      broken = true;
      buffers = List.of();
      DeviceFailure last =
          new DeviceFailure(DeviceFailure.Kind.LOST, "nothing is left that could draw");
      queue.drain().forEach(job -> job.mouth().completeExceptionally(last));
    } else {
      buffers = List.of(buffer(chosen), buffer(chosen));
    }
    changed.signalAll();
  }

  /**
   * Runs each batch size once: first runs prepare, and tell whether shapes and memory are right.
   */
  private LipDevice warm(LipDevice fresh) {
    limit = Math.min(LipModel.LARGEST_BATCH, fresh.largestBatch());
    BatchBuffer trial = buffer(fresh);
    for (int count = 1; count <= limit; count *= 2) {
      try {
        fresh.run(trial.inputs(), count, 0);
        long started = System.nanoTime();
        fresh.run(trial.inputs(), count, 0);
        mouthMs = (System.nanoTime() - started) / 1e6 / count;
      } catch (DeviceFailure e) {
        if (count == 1 || e.kind() != DeviceFailure.Kind.OUT_OF_MEMORY) {
          retired.add(fresh);
          throw e;
        }
        limit = count / 2;
        notices.accept(fresh.name() + " has memory for batches of " + limit);
      }
    }
    return fresh;
  }

  private BatchBuffer buffer(LipDevice on) {
    List<MemorySegment> inputs = new ArrayList<>();
    for (LipModel.Input input : model.inputs()) {
      inputs.add(on.allocateHost((long) input.bytes() * LipModel.LARGEST_BATCH));
    }
    int mouth = model.mouthBytes();
    return new BatchBuffer(inputs, on.allocateHost((long) mouth * LipModel.LARGEST_BATCH), mouth);
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
    LipDevice last = device;
    if (last != null) {
      retired.add(last);
    }
    retired.forEach(LipEngine::closeQuietly);
  }

  /** A device that is gone gives nothing back. */
  private static void closeQuietly(LipDevice device) {
    try {
      device.close();
    } catch (DeviceFailure e) {
      LOG.fine(device.name() + " could not be closed: " + e.getMessage());
    }
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
