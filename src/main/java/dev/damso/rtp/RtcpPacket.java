package dev.damso.rtp;

import java.util.List;

/** One packet of an RTCP compound (RFC 3550 §6, RFC 4585, RFC 5104). */
public sealed interface RtcpPacket {
  /**
   * RFC 3550 §6.4.1.
   *
   * @param ntp when {@code rtpTimestamp} was sampled
   * @param rtpTimestamp the same instant on the stream's clock, 0–2³²−1
   * @param packets RTP packets sent so far
   * @param octets payload bytes sent so far
   */
  record SenderReport(
      int ssrc, NtpTime ntp, long rtpTimestamp, long packets, long octets, List<ReportBlock> blocks)
      implements RtcpPacket {}

  /** RFC 3550 §6.4.2. */
  record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {}

  /** RFC 3550 §6.5, one chunk with a CNAME only. */
  record SourceDescription(int ssrc, String cname) implements RtcpPacket {}

  /** RFC 3550 §6.6. */
  record Bye(List<Integer> ssrcs) implements RtcpPacket {}

  /** RFC 4585 §6.2.1: sequence numbers of {@code mediaSsrc} that did not arrive. */
  record Nack(int mediaSsrc, List<Integer> sequences) implements RtcpPacket {}

  /** RFC 4585 §6.3.1: the picture was lost. */
  record Pli(int mediaSsrc) implements RtcpPacket {}

  /** RFC 5104 §4.3.1: full intra request, one entry a source. */
  record Fir(List<Integer> mediaSsrcs) implements RtcpPacket {}

  /**
   * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01
   * §3.1).
   *
   * @param baseSequence transport-wide sequence of the first arrival
   * @param referenceTimeMicros what the first delta adds to, on the receiver's clock
   * @param arrivals one for each packet from {@code baseSequence} on
   */
  record TransportFeedback(int baseSequence, long referenceTimeMicros, List<Arrival> arrivals)
      implements RtcpPacket {}

  /**
   * @param received false for a packet that is lost
   * @param deltaMicros since the arrival before; 0 where not received
   */
  record Arrival(boolean received, int deltaMicros) {}

  /**
   * What one receiver says of one source (RFC 3550 §6.4.1).
   *
   * @param fractionLost 0–255, 256ths since the last report
   * @param cumulativeLost signed 24 bits
   * @param highestSequence with its cycle count in the upper 16 bits
   * @param jitter ticks of the stream's clock
   * @param lastSr compact NTP time of the last sender report, 0 before one
   * @param delaySinceLastSr 1/65536 s
   */
  record ReportBlock(
      int ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      int lastSr,
      long delaySinceLastSr) {}
}
