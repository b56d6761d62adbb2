package dev.damso.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.MediaTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports, retransmission and time stamps: what a stream remembers. */
final class StreamBookkeepingTest {
  private static final long MS = 1_000_000L;

  private static RtpPacket packet(int sequence, long timestamp) {
    return new RtpPacket(false, 111, sequence & 0xffff, timestamp, 5, List.of(), new byte[3]);
  }

  @Test
  void ntpCountsFrom1900() {
    NtpTime time = NtpTime.of(Instant.parse("1970-01-01T00:00:00.500Z"));
    assertThat(time.bits()).isEqualTo(2_208_988_800L << 32 | 0x80000000L);
    assertThat(time.compact()).isEqualTo((int) (2_208_988_800L << 16 | 0x8000));
  }

  @Test
  void theFirstPacketIsNoLoss() {
    ReceptionStatistics statistics = new ReceptionStatistics(5, 48_000);
    statistics.received(packet(1000, 0), 0);
    var report = statistics.report(0);
    assertThat(report).isEqualTo(new RtcpPacket.ReportBlock(5, 0, 0, 1000, 0, 0, 0));
  }

  @Test
  void lossIsCountedAcrossAWrapAndTheFractionSinceTheLastReport() {
    ReceptionStatistics statistics = new ReceptionStatistics(5, 48_000);
    for (int sequence : new int[] {65_534, 65_535, 0, 2}) { // 1 is lost
      statistics.received(packet(sequence, 0), 0);
    }
    var first = statistics.report(0);
    assertThat(first.highestSequence()).isEqualTo(65_538); // one cycle
    assertThat(first.cumulativeLost()).isEqualTo(1);
    assertThat(first.fractionLost()).isEqualTo(256 / 5);
    statistics.received(packet(3, 0), 0);
    var second = statistics.report(0);
    assertThat(second.fractionLost()).isZero();
    assertThat(second.cumulativeLost()).isEqualTo(1);
  }

  @Test
  void aLatePacketDoesNotMoveTheHighestBack() {
    ReceptionStatistics statistics = new ReceptionStatistics(5, 48_000);
    for (int sequence : new int[] {10, 12, 11}) {
      statistics.received(packet(sequence, 0), 0);
    }
    var report = statistics.report(0);
    assertThat(report.highestSequence()).isEqualTo(12);
    assertThat(report.cumulativeLost()).isZero();
  }

  @Test
  void jitterIsASixteenthOfEachDeviation() {
    ReceptionStatistics statistics = new ReceptionStatistics(5, 48_000);
    statistics.received(packet(1, 0), 0);
    statistics.received(packet(2, 960), 20 * MS);
    assertThat(statistics.report(0).jitter()).isZero();
    statistics.received(packet(3, 1920), 50 * MS); // 10 ms late: 480 ticks
    assertThat(statistics.report(0).jitter()).isEqualTo(30);
  }

  @Test
  void theDelaySinceASenderReportIsIn65536ths() {
    ReceptionStatistics statistics = new ReceptionStatistics(5, 48_000);
    statistics.received(packet(1, 0), 0);
    statistics.senderReport(new NtpTime(0x0000aaaabbbb0000L), 1000 * MS);
    var report = statistics.report(1500 * MS);
    assertThat(report.lastSr()).isEqualTo(0xaaaabbbb);
    assertThat(report.delaySinceLastSr()).isEqualTo(32_768);
  }

  @Test
  void aPacketIsSentAgainOnceARoundTrip() {
    RtxHistory history = new RtxHistory();
    history.add(packet(7, 0));
    assertThat(history.resend(7, 0, 80 * MS)).isPresent();
    assertThat(history.resend(7, 79 * MS, 80 * MS)).isEmpty();
    assertThat(history.resend(7, 81 * MS, 80 * MS)).isPresent();
    assertThat(history.resend(8, 0, 80 * MS)).isEmpty();
  }

  @Test
  void fiftyMillisecondsAreTheLeastBetweenTwo() {
    RtxHistory history = new RtxHistory();
    history.add(packet(7, 0));
    assertThat(history.resend(7, 0, 0)).isPresent();
    assertThat(history.resend(7, 49 * MS, 0)).isEmpty();
    assertThat(history.resend(7, 50 * MS, 0)).isPresent();
  }

  @Test
  void oldPacketsAreForgotten() {
    RtxHistory history = new RtxHistory();
    for (int i = 0; i < 1025; i++) {
      history.add(packet(i, 0));
    }
    assertThat(history.resend(0, 0, 0)).isEmpty();
    assertThat(history.resend(1024, 0, 0)).isPresent();
  }

  @Test
  void aStreamNumbersItsPacketsAndReportsThem() {
    OutgoingStream stream = new OutgoingStream(new SecureRandom(), 96, 90_000);
    MediaTime second = new MediaTime(48_000, 48_000);
    long start = stream.timestamp(new MediaTime(0, 48_000));
    assertThat((stream.timestamp(second) - start) & 0xffffffffL).isEqualTo(90_000);
    RtpPacket first = stream.next(false, start, List.of(), new byte[10]);
    RtpPacket next = stream.next(true, start, List.of(), new byte[5]);
    assertThat(next.sequence()).isEqualTo(first.sequence() + 1);
    assertThat(next.ssrc()).isEqualTo(first.ssrc());
    var report = stream.report(new NtpTime(1), second, List.of());
    assertThat(report.packets()).isEqualTo(2);
    assertThat(report.octets()).isEqualTo(15);
    assertThat(report.rtpTimestamp()).isEqualTo(stream.timestamp(second));
  }
}
