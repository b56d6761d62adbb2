package dev.damso.rtp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last packets of a stream, for retransmission (RFC 4588). A packet is given out at most once a
 * round trip, so that repeated NACKs do not multiply. Not thread safe: the sender's lock guards it.
 */
public final class RtxHistory {
  private static final int CAPACITY = 1024; // packets, a power of two; about 4 s at 2 Mbit/s
  private static final long MIN_INTERVAL_NANOS = 50_000_000L;

  private final @Nullable RtpPacket[] packets = new RtpPacket[CAPACITY];
  private final long[] nextAllowed = new long[CAPACITY]; // nanoseconds
  private final boolean[] resent = new boolean[CAPACITY];

  public void add(RtpPacket packet) {
    int slot = packet.sequence() & (CAPACITY - 1);
    packets[slot] = packet;
    resent[slot] = false;
  }

  /**
   * The packet to send again, if it is still held and may be sent.
   *
   * @param now nanoseconds of any steady clock
   * @param rttNanos the round trip; 50 ms is the least that is waited
   */
  public Optional<RtpPacket> resend(int sequence, long now, long rttNanos) {
    int slot = sequence & (CAPACITY - 1);
    RtpPacket packet = packets[slot];
    if (packet == null || packet.sequence() != sequence) {
      return Optional.empty();
    }
    if (resent[slot] && now - nextAllowed[slot] < 0) {
      return Optional.empty();
    }
    return given(packet, now, rttNanos);
  }

  /** As {@link #resend}, of one whose last copy is known to be lost: at once. */
  public Optional<RtpPacket> resendLost(int sequence, long now) {
    RtpPacket packet = packets[sequence & (CAPACITY - 1)];
    return packet == null || packet.sequence() != sequence
        ? Optional.empty()
        : given(packet, now, 0);
  }

  private Optional<RtpPacket> given(RtpPacket packet, long now, long rttNanos) {
    int slot = packet.sequence() & (CAPACITY - 1);
    resent[slot] = true;
    nextAllowed[slot] = now + Math.max(rttNanos, MIN_INTERVAL_NANOS);
    return Optional.of(packet);
  }
}
