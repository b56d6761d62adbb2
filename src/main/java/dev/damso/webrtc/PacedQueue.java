package dev.damso.webrtc;

import dev.damso.rtp.RtpPacket;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Spreads a picture's packets over time, so that a key frame does not overrun a narrow link:
 * {@value #HASTE} times the estimated rate, and what that is in 20 ms at once. At most {@value
 * #CAPACITY} packets wait; then all are dropped, for the browser asks for a key frame. One owner.
 */
final class PacedQueue {
  static final int CAPACITY = 1024;
  private static final double HASTE = 2.5;
  private static final double BURST_SECONDS = 0.02;
  private static final double LEAST_BURST = 3_600; // bytes: three packets

  private final ArrayDeque<RtpPacket> waiting = new ArrayDeque<>();
  private double budget = LEAST_BURST;
  private long last;
  private boolean started;

  void add(RtpPacket packet) {
    if (waiting.size() >= CAPACITY) {
      waiting.clear();
    }
    waiting.add(packet);
  }

  /** Bytes that were sent past the queue count as well. */
  void spend(int bytes) {
    budget -= bytes;
  }

  /** Gives out what may leave now, at {@code bitsPerSecond}. */
  void release(int bitsPerSecond, long now, Consumer<RtpPacket> out) {
    double bytesPerSecond = HASTE * bitsPerSecond / 8;
    double most = Math.max(LEAST_BURST, BURST_SECONDS * bytesPerSecond);
    double seconds = started ? Math.max(0, (now - last) / 1e9) : 1;
    budget = Math.min(most, budget + seconds * bytesPerSecond);
    last = now;
    started = true;
    while (!waiting.isEmpty() && budget > 0) {
      RtpPacket packet = waiting.removeFirst();
      budget -= packet.payload().length;
      out.accept(packet);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
