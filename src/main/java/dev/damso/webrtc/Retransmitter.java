package dev.damso.webrtc;

import dev.damso.rtp.OutgoingStream;
import dev.damso.rtp.RateWindow;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtpPacket;
import dev.damso.rtp.RtxHistory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;

/**
 * What of the pictures is sent again (RFC 4588): what the browser asks for, and what its
 * transport-wide feedback calls lost. While packets get lost, a second copy follows each, and one
 * follows a picture's last packet, for nobody misses that until the next picture comes. In no
 * second are more bytes sent again than were sent. Time is a parameter, in nanoseconds. One owner.
 */
final class Retransmitter {
  /** Sends a packet now and gives its transport-wide number, where it has one. */
  @FunctionalInterface
  interface Out {
    OptionalInt send(RtpPacket packet);
  }

  private static final long LOSSY_NANOS = 10_000_000_000L; // after a loss
  private static final long COPY_NANOS = 10_000_000L; // further apart than a burst is long
  private static final double COPIES_SHARE = 0.5; // of what is sent: the rest is for what is asked
  private static final long STALE_NANOS = 500_000_000L; // what is older was given up

  private final OutgoingStream stream;
  private final RtxHistory history = new RtxHistory();
  private final Transmissions transmissions = new Transmissions();
  private final ArrayDeque<Copy> copies = new ArrayDeque<>(); // by time
  private final RateWindow mediaBytes = new RateWindow();
  private final RateWindow ownBytes = new RateWindow();
  private long lossyUntil = Long.MIN_VALUE;
  private long resent;

  private record Copy(RtpPacket original, long due) {}

  /**
   * @param stream of retransmissions
   */
  Retransmitter(OutgoingStream stream) {
    this.stream = stream;
  }

  /** A packet of pictures left. */
  void sent(RtpPacket packet, OptionalInt transportSequence, long now) {
    mediaBytes.add(packet.payload().length, now);
    history.add(packet);
    transportSequence.ifPresent(number -> transmissions.sent(number, packet.sequence(), now));
    if (packet.marker() && lossy(now)) {
      copies.add(new Copy(packet, now + COPY_NANOS));
    }
  }

  /** The browser misses a packet; what is sent for it is not sent for another round trip. */
  void missed(int sequence, long now, long rttNanos, Out out) {
    history.resend(sequence, now, rttNanos).ifPresent(lost -> again(lost, now, out));
  }

  /** The browser tells what arrived. */
  void feedback(RtcpPacket.TransportFeedback feedback, long now, Out out) {
    int number = feedback.baseSequence();
    for (RtcpPacket.Arrival arrival : feedback.arrivals()) {
      if (!arrival.received()) {
        lossyUntil = now + LOSSY_NANOS;
        transmissions
            .onlyIn(number, now - STALE_NANOS)
            .ifPresent(sequence ->
                history.resendLost(sequence, now).ifPresent(lost -> again(lost, now, out)));
      }
      number = (number + 1) & 0xffff;
    }
  }

  private void again(RtpPacket lost, long now, Out out) {
    send(lost, now, out);
    if (lossy(now)) {
      copies.add(new Copy(lost, now + COPY_NANOS));
    }
  }

  /** Sends the copies that are due. */
  void release(long now, Out out) {
    while (!copies.isEmpty() && now - copies.getFirst().due() >= 0) {
      RtpPacket original = copies.removeFirst().original();
      if (ownBytes.bytes(now) < COPIES_SHARE * mediaBytes.bytes(now)) {
        send(original, now, out);
      }
    }
  }

  private void send(RtpPacket original, long now, Out out) {
    int length = original.payload().length;
    if (ownBytes.bytes(now) + length > mediaBytes.bytes(now)) {
      return;
    }
    byte[] payload =
        ByteBuffer.allocate(2 + length)
            .putShort((short) original.sequence())
            .put(original.payload())
            .array();
    resent++;
    ownBytes.add(length, now);
    out.send(stream.next(original.marker(), original.timestamp(), List.of(), payload))
        .ifPresent(number -> transmissions.sent(number, original.sequence(), now));
  }

  /** Whether a packet was lost in the last seconds. */
  boolean lossy(long now) {
    return now < lossyUntil;
  }

  /** Whether nothing waits for {@link #release}. */
  boolean idle() {
    return copies.isEmpty();
  }

  /** Bits sent again in the last second. */
  int bits(long now) {
    return (int) (8 * ownBytes.bytes(now));
  }

  /** Packets sent again. */
  long resent() {
    return resent;
  }
}
