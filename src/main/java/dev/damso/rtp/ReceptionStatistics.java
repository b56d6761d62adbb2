package dev.damso.rtp;

/**
 * What a receiver report says of one incoming stream (RFC 3550 §6.4.1, A.1, A.3, A.8). Not thread
 * safe.
 */
public final class ReceptionStatistics {
  private final int ssrc;
  private final int clockRate;
  private long base = -1;
  private long highest;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private double jitter;
  private int lastTransit;
  private int lastSr;
  private long lastSrNanos;

  public ReceptionStatistics(int ssrc, int clockRate) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  public int ssrc() {
    return ssrc;
  }

  /** Counts a packet that arrived at {@code now} (nanoseconds, steady clock). */
  public void received(RtpPacket packet, long now) {
    int arrival = (int) (now / 1000 * clockRate / 1_000_000);
    int transit = arrival - (int) packet.timestamp();
    if (base < 0) {
      base = packet.sequence();
      highest = base;
    } else {
      highest = Math.max(highest, highest + (short) (packet.sequence() - (int) highest));
      jitter += (Math.abs(transit - lastTransit) - jitter) / 16;
    }
    lastTransit = transit;
    received++;
  }

  /** Remembers the far end's sender report, which arrived at {@code now} (nanoseconds). */
  public void senderReport(NtpTime ntp, long now) {
    lastSr = ntp.compact();
    lastSrNanos = now;
  }

  /** The report since the last call. */
  public RtcpPacket.ReportBlock report(long now) {
    long expected = highest - base + 1;
    long lost = Math.clamp(expected - received, -0x800000, 0x7fffff);
    long expectedNow = expected - expectedBefore;
    long lostNow = expectedNow - (received - receivedBefore);
    expectedBefore = expected;
    receivedBefore = received;
    long fraction =
        expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, lostNow * 256 / expectedNow);
    long delay = lastSr == 0 ? 0 : (now - lastSrNanos) / 1000 * 65_536 / 1_000_000;
    return new RtcpPacket.ReportBlock(
        ssrc, (int) fraction, (int) lost, highest, (long) jitter, lastSr, delay);
  }
}
