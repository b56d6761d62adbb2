package dev.damso.webrtc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One direction of a network that loses, delays, reorders, duplicates and queues packets; the same
 * for the same seed. Time is a parameter, in nanoseconds.
 */
final class FakeNetwork {
  private static final long MS = 1_000_000L;
  private static final long QUEUE_NANOS = 500 * MS;

  /**
   * @param loss share of packets
   * @param jitterMs at most, on top of the delay; packets keep their order
   * @param bitsPerSecond of the bottleneck, whose queue holds half a second
   * @param reordered share of packets that come 15 ms late, behind others
   * @param duplicated share of packets that come twice
   */
  record Conditions(
      double loss, int jitterMs, long bitsPerSecond, double reordered, double duplicated) {
    static final Conditions GOOD = new Conditions(0, 2, 100_000_000, 0, 0);

    Conditions withLoss(double share) {
      return new Conditions(share, jitterMs, bitsPerSecond, reordered, duplicated);
    }
  }

  private record Flying(byte[] data, long at, long number) {}

  private static final long DELAY = 20 * MS;

  private final Random random;
  private final PriorityQueue<Flying> flying =
      new PriorityQueue<>(Comparator.comparingLong(Flying::at).thenComparingLong(Flying::number));
  private Conditions conditions;
  private boolean cut;
  private long freeAt;
  private long lastArrival;
  private long count;

  FakeNetwork(Conditions conditions, long seed) {
    this.conditions = conditions;
    this.random = new Random(seed);
  }

  void conditions(Conditions next) {
    conditions = next;
  }

  /** Whether nothing passes. */
  void cut(boolean value) {
    cut = value;
  }

  void send(byte[] data, long now) {
    long start = Math.max(now, freeAt);
    if (cut || random.nextDouble() < conditions.loss() || start - now > QUEUE_NANOS) {
      return;
    }
    freeAt = start + data.length * 8_000_000_000L / conditions.bitsPerSecond();
    long jitter = (long) (random.nextDouble() * conditions.jitterMs() * MS);
    lastArrival = Math.max(lastArrival, freeAt + DELAY + jitter);
    long late = random.nextDouble() < conditions.reordered() ? 15 * MS : 0;
    flying.add(new Flying(data, lastArrival + late, count++));
    if (random.nextDouble() < conditions.duplicated()) {
      flying.add(new Flying(data, lastArrival + MS, count++));
    }
  }

  /** What has arrived by {@code now}, in order. */
  List<byte[]> arrived(long now) {
    List<byte[]> found = new ArrayList<>();
    while (!flying.isEmpty() && flying.peek().at() <= now) {
      found.add(flying.remove().data());
    }
    return found;
  }
}
