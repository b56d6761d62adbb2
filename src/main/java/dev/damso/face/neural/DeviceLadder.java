package dev.damso.face.neural;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The devices that can draw, best first, and what they were found to manage. Guarded by the lock of
 * its {@link LipEngine}.
 */
final class DeviceLadder {
  private static final Logger LOG = Logger.getLogger(DeviceLadder.class.getName());

  private final LipModel model;
  private final Iterator<Supplier<LipDevice>> rungs;
  private final Consumer<String> notices;

  /** What is no longer used; the other worker may still be at it. */
  private final List<LipDevice> retired = new ArrayList<>();

  private int largestBatch = LipModel.LARGEST_BATCH;
  private double mouthMs;

  /**
   * @param rungs one that cannot be had throws {@link DeviceFailure}
   * @param notices told of each step down, in a line
   */
  DeviceLadder(LipModel model, List<Supplier<LipDevice>> rungs, Consumer<String> notices) {
    this.model = model;
    this.rungs = rungs.iterator();
    this.notices = notices;
  }

  /** The best device that can be had, warm; null where there is none. */
  @Nullable LipDevice first() {
    while (rungs.hasNext()) {
      try {
        return warm(rungs.next().get());
      } catch (DeviceFailure e) {
        notices.accept("neural lips: " + e.getMessage());
      }
    }
    return null;
  }

  /** The next one after {@code failed}; null where there is none. */
  @Nullable LipDevice after(LipDevice failed, DeviceFailure failure) {
    LipDevice next = first();
    retired.add(failed);
    notices.accept(
        "neural lips: %s failed (%s), %s"
            .formatted(
                failed.name(),
                failure.getMessage(),
                next == null ? "none is left" : next.name() + " goes on"));
    return next;
  }

  /** The most mouths that the last device drew at once when it was warmed. */
  int largestBatch() {
    return largestBatch;
  }

  /** Milliseconds that it took for a mouth of the largest batch. */
  double mouthMs() {
    return mouthMs;
  }

  /**
   * Runs each batch size once: first runs prepare, and tell whether shapes and memory are right.
   */
  private LipDevice warm(LipDevice fresh) {
    largestBatch = Math.min(LipModel.LARGEST_BATCH, fresh.largestBatch());
    BatchBuffer trial = buffer(fresh);
    for (int count = 1; count <= largestBatch; count *= 2) {
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
        largestBatch = count / 2;
        notices.accept(fresh.name() + " has memory for batches of " + largestBatch);
      }
    }
    return fresh;
  }

  /** Room for a batch, in memory that the device reads. */
  BatchBuffer buffer(LipDevice on) {
    List<MemorySegment> inputs = new ArrayList<>();
    for (LipModel.Input input : model.inputs()) {
      inputs.add(on.allocateHost((long) input.bytes() * LipModel.LARGEST_BATCH));
    }
    int mouth = model.mouthBytes();
    return new BatchBuffer(inputs, on.allocateHost((long) mouth * LipModel.LARGEST_BATCH), mouth);
  }

  /**
   * Closes all devices, once no worker is at any.
   *
   * @param last that was at work; null where none was
   */
  void close(@Nullable LipDevice last) {
    if (last != null) {
      retired.add(last);
    }
    for (LipDevice device : retired) {
      try {
        device.close();
      } catch (DeviceFailure e) { // one that is gone gives nothing back
        LOG.fine(device.name() + " could not be closed: " + e.getMessage());
      }
    }
  }
}
