package dev.damso.server;

/** So many at once, then one each {@code everyMs}. Thread safe. */
final class RateLimit {
  private final int burst;
  private final long everyMs;
  private long emptyAtMs;

  RateLimit(int burst, long everyMs) {
    this.burst = burst;
    this.everyMs = everyMs;
    emptyAtMs = Long.MIN_VALUE / 2;
  }

  /** Whether one more may be; counts it if so. */
  synchronized boolean allows(long nowMs) {
    long next = Math.max(nowMs, emptyAtMs) + everyMs;
    if (next - nowMs > burst * everyMs) {
      return false;
    }
    emptyAtMs = next;
    return true;
  }
}
