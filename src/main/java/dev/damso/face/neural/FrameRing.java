package dev.damso.face.neural;

import java.util.Arrays;

/**
 * Who owns which of the frames that a device keeps: free, being drawn by the device's worker, or
 * drawn and being fetched. A batch takes neighbouring frames. Not thread safe; every misuse is an
 * {@link IllegalStateException}.
 */
final class FrameRing {
  /** Frames of a ring: a first batch of two beside one of eight. */
  static final int FRAMES = 10;

  /** Whose a frame is. */
  enum Owner {
    NOBODY,
    DEVICE,
    FETCHER
  }

  private final Owner[] owners = new Owner[FRAMES];
  private int next;

  FrameRing() {
    Arrays.fill(owners, Owner.NOBODY);
  }

  /**
   * Gives {@code count} neighbouring frames to the device.
   *
   * @return the first of them, or -1 where there are not so many
   */
  int claim(int count) {
    for (int k = 0; k < FRAMES; k++) {
      int first = (next + k) % FRAMES;
      if (first + count <= FRAMES && all(first, count, Owner.NOBODY)) {
        pass(first, count, Owner.NOBODY, Owner.DEVICE);
        next = (first + count) % FRAMES;
        return first;
      }
    }
    return -1;
  }

  /** The device has drawn them. */
  void drawn(int first, int count) {
    pass(first, count, Owner.DEVICE, Owner.FETCHER);
  }

  /** They were fetched. */
  void fetched(int first, int count) {
    pass(first, count, Owner.FETCHER, Owner.NOBODY);
  }

  /** The device failed at them. */
  void abandon(int first, int count) {
    pass(first, count, Owner.DEVICE, Owner.NOBODY);
  }

  private boolean all(int first, int count, Owner owner) {
    for (int i = first; i < first + count; i++) {
      if (owners[i] != owner) {
        return false;
      }
    }
    return true;
  }

  private void pass(int first, int count, Owner from, Owner to) {
    if (!all(first, count, from)) {
      throw new IllegalStateException(
          "frames %d..%d are not all the %s's: %s"
              .formatted(first, first + count - 1, from, Arrays.toString(owners)));
    }
    Arrays.fill(owners, first, first + count, to);
  }
}
