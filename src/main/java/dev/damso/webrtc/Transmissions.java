package dev.damso.webrtc;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Which packet of pictures went out under which transport-wide sequence number, for the last
 * {@value #CAPACITY} of these. Time is a parameter, in nanoseconds. One owner.
 */
final class Transmissions {
  private static final int CAPACITY = 1024; // a power of two; some seconds
  private static final int MASK = CAPACITY - 1;

  private final int[] transport = new int[CAPACITY];
  private final int[] sequence = new int[CAPACITY];
  private final long[] at = new long[CAPACITY];
  private final int[] last = new int[CAPACITY]; // transport-wide number, by RTP sequence number

  Transmissions() {
    Arrays.fill(transport, -1);
  }

  /** A packet, or a copy of it, leaves. */
  void sent(int transportSequence, int rtpSequence, long now) {
    int slot = transportSequence & MASK;
    transport[slot] = transportSequence;
    sequence[slot] = rtpSequence;
    at[slot] = now;
    last[rtpSequence & MASK] = transportSequence;
  }

  /**
   * The RTP sequence number of what left under this number since {@code earliest}; empty where a
   * copy has left after it.
   */
  OptionalInt onlyIn(int transportSequence, long earliest) {
    int slot = transportSequence & MASK;
    boolean known =
        transport[slot] == transportSequence
            && at[slot] - earliest >= 0
            && last[sequence[slot] & MASK] == transportSequence;
    return known ? OptionalInt.of(sequence[slot]) : OptionalInt.empty();
  }
}
