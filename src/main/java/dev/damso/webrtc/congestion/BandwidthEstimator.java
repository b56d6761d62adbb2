package dev.damso.webrtc.congestion;

import dev.damso.rtp.RtcpPacket.Arrival;
import dev.damso.rtp.RtcpPacket.TransportFeedback;
import dev.damso.webrtc.congestion.SentPackets.Sent;
import java.util.Optional;

/**
 * What the way to a browser can take, from its transport-wide feedback (draft-ietf-rmcat-gcc-02):
 * the rate falls where a queue grows or packets are lost, and rises while neither happens. Time is
 * a parameter. One owner.
 */
public final class BandwidthEstimator {
  /** Below this a voice and a face make no sense, bits a second. */
  public static final int FLOOR = 150_000;

  private static final double BACK_OFF = 0.85;
  private static final double GROWTH = 0.08; // a second
  private static final double START_GROWTH = 0.5; // a second, until the first congestion
  private static final double NEAR = 0.05; // of the rate that last was too much
  private static final double CREEP = 30_000; // bits a second, a second
  private static final double HEADROOM = 1.5; // over what arrives: more was never tried
  private static final double MUCH_LOSS = 0.1;
  private static final double LITTLE_LOSS = 0.02;
  private static final int LOSS_PACKETS = 20;
  private static final long BACK_OFF_NANOS = 200_000_000L;
  private static final long SILENCE_NANOS = 2_000_000_000L;

  private final int ceiling;
  private final SentPackets sent = new SentPackets();
  private final AckedRate acked = new AckedRate();
  private final DelayTrend trend = new DelayTrend();
  private double rate;
  private double tooMuch; // arrived when the queue last grew; 0 before
  private boolean starting = true;
  private int arrivedCount;
  private int lostCount;
  private long lastFeedback = Long.MIN_VALUE;
  private long lastBackOff = Long.MIN_VALUE;
  private long lastSent = Long.MIN_VALUE;

  /**
   * @param start bits a second to begin with
   * @param ceiling bits a second that are never exceeded
   */
  public BandwidthEstimator(int start, int ceiling) {
    this.rate = start;
    this.ceiling = ceiling;
  }

  /**
   * A packet leaves.
   *
   * @param sequence transport-wide, 16 bits
   * @param bytes with its headers
   */
  public void sent(int sequence, int bytes, long now) {
    sent.add(new Sent(sequence, now, bytes));
    lastSent = now;
  }

  /**
   * What arrived.
   *
   * @return the estimate, bits a second
   */
  public int feedback(TransportFeedback feedback, long now) {
    long micros = feedback.referenceTimeMicros();
    int sequence = feedback.baseSequence();
    for (Arrival arrival : feedback.arrivals()) {
      micros += arrival.deltaMicros();
      Optional<Sent> packet = arrival.received() ? sent.take(sequence) : Optional.<Sent>empty();
      if (packet.isPresent()) {
        double arrivedMs = micros / 1000.0;
        trend.packet(packet.get().nanos() / 1e6, arrivedMs);
        acked.add(arrivedMs, packet.get().bytes());
      }
      arrivedCount += packet.isPresent() ? 1 : 0;
      lostCount += arrival.received() ? 0 : 1;
      sequence = (sequence + 1) & 0xffff;
    }
    double seconds = lastFeedback == Long.MIN_VALUE ? 0 : Math.min((now - lastFeedback) / 1e9, 1);
    lastFeedback = now;
    switch (trend.signal()) {
      case OVERUSE -> backOff(now);
      case NORMAL -> grow(seconds);
      case UNDERUSE -> {} // the queue empties: wait for it
    }
    losses(now);
    return estimate();
  }

  /** To be called now and then: where feedback fails to come, less is sent. */
  public int tick(long now) {
    if (lastFeedback != Long.MIN_VALUE
        && now - lastFeedback > SILENCE_NANOS
        && now - lastSent < SILENCE_NANOS) {
      rate *= BACK_OFF;
    }
    return estimate();
  }

  /** Bits a second. */
  public int estimate() {
    rate = Math.clamp(rate, FLOOR, ceiling);
    return (int) rate;
  }

  private void backOff(long now) {
    double arriving = acked.bitsPerSecond();
    if (arriving == 0 || lastBackOff != Long.MIN_VALUE && now - lastBackOff < BACK_OFF_NANOS) {
      return;
    }
    lastBackOff = now;
    starting = false;
    tooMuch = arriving;
    rate = Math.min(rate, BACK_OFF * arriving);
  }

  private void grow(double seconds) {
    double arriving = acked.bitsPerSecond();
    if (arriving == 0) {
      return;
    }
    boolean near = tooMuch > 0 && Math.abs(rate - tooMuch) < NEAR * tooMuch;
    double wanted =
        near
            ? rate + CREEP * seconds
            : rate * Math.pow(1 + (starting ? START_GROWTH : GROWTH), seconds);
    // What has not been tried is not known.
    rate = Math.max(rate, Math.min(wanted, HEADROOM * arriving + 10_000));
  }

  /** draft-ietf-rmcat-gcc-02 §6. */
  private void losses(long now) {
    int all = arrivedCount + lostCount;
    if (all < LOSS_PACKETS) {
      return;
    }
    double fraction = (double) lostCount / all;
    arrivedCount = 0;
    lostCount = 0;
    if (fraction > MUCH_LOSS) {
      starting = false;
      lastBackOff = now;
      rate *= 1 - fraction / 2;
    } else if (fraction > LITTLE_LOSS) {
      starting = false;
    }
  }
}
