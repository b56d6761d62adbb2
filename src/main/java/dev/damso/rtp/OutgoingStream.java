package dev.damso.rtp;

import dev.damso.media.MediaTime;
import java.security.SecureRandom;
import java.util.List;

/** Numbers and counts of one outgoing RTP stream (RFC 3550 §5.1). Not thread safe. */
public final class OutgoingStream {
  private final int ssrc;
  private final int payloadType;
  private final int clockRate;
  private final long timestampBase;
  private int sequence;
  private long packets;
  private long octets;

  /**
   * Random source, sequence and timestamp offset.
   *
   * @param clockRate ticks a second of its RTP timestamps
   */
  public OutgoingStream(SecureRandom random, int payloadType, int clockRate) {
    this.ssrc = random.nextInt();
    this.payloadType = payloadType;
    this.clockRate = clockRate;
    this.timestampBase = random.nextInt() & 0xffffffffL;
    this.sequence = random.nextInt(0x8000);
  }

  public int ssrc() {
    return ssrc;
  }

  /** The RTP timestamp of {@code pts}. */
  public long timestamp(MediaTime pts) {
    return (timestampBase + pts.rebase(clockRate).ticks()) & 0xffffffffL;
  }

  /** The next packet. */
  public RtpPacket next(
      boolean marker, long timestamp, List<RtpExtension> extensions, byte[] payload) {
    int number = sequence;
    sequence = (sequence + 1) & 0xffff;
    packets++;
    octets += payload.length;
    return new RtpPacket(marker, payloadType, number, timestamp, ssrc, extensions, payload);
  }

  public long packets() {
    return packets;
  }

  /** A report that {@code ntp} is {@code pts}. */
  public RtcpPacket.SenderReport report(
      NtpTime ntp, MediaTime pts, List<RtcpPacket.ReportBlock> blocks) {
    return new RtcpPacket.SenderReport(ssrc, ntp, timestamp(pts), packets, octets, blocks);
  }
}
