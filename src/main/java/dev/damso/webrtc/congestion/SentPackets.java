package dev.damso.webrtc.congestion;

import java.util.Optional;

/** When the last packets were sent, by transport-wide sequence number. One owner. */
final class SentPackets {
  /** Packets remembered, a power of two: ten seconds at 3 Mbit/s. */
  private static final int CAPACITY = 4096;

  private final Sent[] ring = new Sent[CAPACITY];

  /**
   * @param sequence transport-wide, 16 bits
   * @param nanos when it was sent
   * @param bytes with its headers
   */
  record Sent(int sequence, long nanos, int bytes) {}

  void add(Sent packet) {
    ring[packet.sequence() & (CAPACITY - 1)] = packet;
  }

  /** Gives out a packet once: feedback that tells of it again is old. */
  Optional<Sent> take(int sequence) {
    int slot = sequence & (CAPACITY - 1);
    Sent packet = ring[slot];
    if (packet == null || packet.sequence() != sequence) {
      return Optional.empty();
    }
    ring[slot] = null;
    return Optional.of(packet);
  }
}
