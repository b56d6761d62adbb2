package dev.damso.bench;

import java.util.List;

/** How much later than the earliest packets of sound come. One thread gives, any may ask. */
final class Lateness {
  private static final long PACKET_NANOS = 20_000_000;

  private final Series lateMs;

  /** When packet 0 would have come, had all come as early as the earliest. */
  private long origin = Long.MAX_VALUE;

  private int last = -1;
  private long number;

  Lateness(int capacity) {
    lateMs = new Series(capacity);
  }

  /**
   * @param sequence RTP, 16 bits
   */
  void arrived(int sequence, long nanoTime) {
    number += last < 0 ? 0 : (short) (sequence - last);
    last = sequence;
    long ideal = number * PACKET_NANOS;
    origin = Math.min(origin, nanoTime - ideal);
    lateMs.add((nanoTime - ideal - origin) / 1e6);
  }

  /** Milliseconds, a packet each. */
  List<Double> ms() {
    return lateMs.list();
  }
}
