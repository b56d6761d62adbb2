package dev.damso.webrtc.congestion;

import dev.damso.rtp.RtcpPacket.Arrival;
import dev.damso.rtp.RtcpPacket.TransportFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A bottleneck with a queue, a fixed delay and random loss, on a virtual clock; the far end reports
 * every 100 ms.
 */
final class FakeLink {
  private static final long DELAY_NANOS = 20_000_000L;

  private final Random random;
  private final double loss;
  private final double jitterMs;
  private final long queueNanos;
  private final List<OptionalLong> arrivals = new ArrayList<>();
  private long bitsPerSecond;
  private long freeAt;
  private long lastArrival;
  private int reported;

  /**
   * @param loss share of packets that are lost
   * @param jitterMs at most, on top of the queue
   * @param queueMs what waits longer is dropped
   */
  FakeLink(long bitsPerSecond, double loss, double jitterMs, int queueMs, long seed) {
    this.bitsPerSecond = bitsPerSecond;
    this.loss = loss;
    this.jitterMs = jitterMs;
    this.queueNanos = queueMs * 1_000_000L;
    this.random = new Random(seed);
  }

  void capacity(long value) {
    bitsPerSecond = value;
  }

  /** Packets are numbered in the order in which they are given, from 0. */
  void send(int bytes, long now) {
    long start = Math.max(now, freeAt);
    if (start - now > queueNanos || random.nextDouble() < loss) {
      arrivals.add(OptionalLong.empty());
      return;
    }
    freeAt = start + bytes * 8_000_000_000L / bitsPerSecond;
    long jitter = (long) (random.nextDouble() * jitterMs * 1e6);
    lastArrival = Math.max(lastArrival, freeAt + DELAY_NANOS + jitter);
    arrivals.add(OptionalLong.of(lastArrival));
  }

  /** How long a packet that is sent now would wait. */
  double queueMs(long now) {
    return Math.max(0, freeAt - now) / 1e6;
  }

  /** What had arrived {@value #DELAY_NANOS} ns before {@code now} and was not reported yet. */
  TransportFeedback feedback(long now) {
    List<Arrival> found = new ArrayList<>();
    int base = reported;
    long before = 0;
    while (reported < arrivals.size()) {
      OptionalLong at = arrivals.get(reported);
      if (at.isPresent() && at.getAsLong() > now - DELAY_NANOS) {
        break;
      }
      long micros = at.orElse(before * 1000) / 1000;
      found.add(new Arrival(at.isPresent(), at.isPresent() ? (int) (micros - before) : 0));
      before = at.isPresent() ? micros : before;
      reported++;
    }
    return new TransportFeedback(base & 0xffff, 0, found);
  }
}
