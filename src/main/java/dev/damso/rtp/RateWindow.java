package dev.damso.rtp;

import java.util.ArrayDeque;

/** Bytes of the last second, to 100 ms. Time is a parameter, in nanoseconds. One owner. */
public final class RateWindow {
  private static final long BUCKET_NANOS = 100_000_000L;
  private static final int BUCKETS = 10;

  private final ArrayDeque<Bucket> buckets = new ArrayDeque<>();
  private long total;

  private record Bucket(long number, int bytes) {}

  public void add(int bytes, long now) {
    expire(now);
    long number = Math.floorDiv(now, BUCKET_NANOS);
    Bucket last = buckets.peekLast();
    if (last != null && last.number() == number) {
      buckets.removeLast();
      buckets.add(new Bucket(number, last.bytes() + bytes));
    } else {
      buckets.add(new Bucket(number, bytes));
    }
    total += bytes;
  }

  /** Bytes since a second ago. */
  public long bytes(long now) {
    expire(now);
    return total;
  }

  private void expire(long now) {
    long oldest = Math.floorDiv(now, BUCKET_NANOS) - BUCKETS;
    for (Bucket first = buckets.peekFirst();
        first != null && first.number() <= oldest;
        first = buckets.peekFirst()) {
      total -= buckets.removeFirst().bytes();
    }
  }
}
