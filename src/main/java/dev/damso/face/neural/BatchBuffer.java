package dev.damso.face.neural;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Inputs and mouths of one batch in host memory. There are two, so that one is filled and emptied
 * while the device works on the other; {@link #pass} hands one on, and every access by another than
 * its owner is an {@link IllegalStateException}. The owner alone touches its memory.
 */
final class BatchBuffer {
  /** Whose it is. */
  enum Owner {
    /** To be filled. */
    STAGER,
    /** Filled: the device's worker runs it. */
    DEVICE,
    /** Drawn: to be fetched and delivered. */
    FETCHER
  }

  private final List<MemorySegment> inputs;
  private final MemorySegment mouths;
  private final int mouthBytes;
  private Owner owner = Owner.STAGER;
  private List<LipJob> jobs = List.of();
  private int slot = -1;

  /**
   * @param inputs room for a batch of each input
   * @param mouths room for a batch of mouths of {@code mouthBytes}
   */
  BatchBuffer(List<MemorySegment> inputs, MemorySegment mouths, int mouthBytes) {
    this.inputs = List.copyOf(inputs);
    this.mouths = mouths;
    this.mouthBytes = mouthBytes;
  }

  synchronized boolean isOf(Owner who) {
    return owner == who;
  }

  synchronized void pass(Owner from, Owner to) {
    require(from);
    owner = to;
  }

  synchronized void require(Owner who) {
    if (owner != who) {
      throw new IllegalStateException("the buffer is the " + owner + "'s, not the " + who + "'s");
    }
  }

  /** Says what the buffer is for, before it is filled: whoever clears up knows. */
  synchronized void assign(List<LipJob> batch, int first) {
    require(Owner.STAGER);
    jobs = batch;
    slot = first;
  }

  /** Copies the batch in; one of a size that is not run is filled up with its last mouth. */
  void fill(int padded) {
    require(Owner.STAGER);
    List<LipJob> batch = jobs();
    for (int k = 0; k < inputs.size(); k++) {
      for (int i = 0; i < padded; i++) {
        MemorySegment from = batch.get(Math.min(i, batch.size() - 1)).inputs().get(k);
        long bytes = from.byteSize();
        MemorySegment.copy(from, 0, inputs.get(k), i * bytes, bytes);
      }
    }
  }

  /** Gives each job its mouth. */
  void deliver() {
    require(Owner.FETCHER);
    List<LipJob> drawn = jobs();
    for (int i = 0; i < drawn.size(); i++) {
      byte[] mouth = new byte[mouthBytes];
      MemorySegment.copy(
          mouths, (long) i * mouthBytes, MemorySegment.ofArray(mouth), 0, mouthBytes);
      drawn.get(i).mouth().complete(mouth);
    }
    clear();
  }

  private synchronized void clear() {
    jobs = List.of();
  }

  List<MemorySegment> inputs() {
    return inputs;
  }

  MemorySegment mouths() {
    return mouths;
  }

  synchronized List<LipJob> jobs() {
    return jobs;
  }

  synchronized int slot() {
    return slot;
  }
}
