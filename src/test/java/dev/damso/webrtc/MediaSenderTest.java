package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpParser;
import dev.damso.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MediaSenderTest {
  private static final NtpClock CLOCK = new NtpClock(Instant.EPOCH, 0);
  private static final long SECOND = 1_000_000_000L;

  private final SdpOffer offer;
  private final MediaSender sender;
  private final List<RtpPacket> sent = new ArrayList<>();

  MediaSenderTest() throws SdpException {
    offer = SdpOffer.parse(Offers.chromium());
    sender = new MediaSender(offer, new SecureRandom());
  }

  private void take(byte[] packet) {
    sent.add(RtpPacket.parse(packet, packet.length).orElseThrow());
  }

  private void video(long millis, int bytes) {
    byte[] unit = new byte[bytes];
    Arrays.fill(unit, (byte) 0x41);
    byte[] annexB = ByteBuffer.allocate(4 + bytes).putInt(1).put(unit).array();
    EncodedFrame frame = new EncodedFrame(MediaTime.ofMillis(millis), annexB, false);
    sender.video(frame, millis * 1_000_000, this::take);
  }

  private void audio(long millis) {
    EncodedFrame frame = new EncodedFrame(MediaTime.ofMillis(millis), new byte[80], true);
    sender.audio(frame, millis * 1_000_000, this::take);
  }

  private List<List<RtcpPacket>> reports(long now) {
    return sender.reports(CLOCK, now, List.of()).stream()
        .map(c -> RtcpParser.parse(c, c.length).packets())
        .toList();
  }

  @Test
  void aPictureIsOneTimestampAndEndsWithTheMarker() {
    video(0, 3000);
    video(40, 10);
    assertThat(sent).extracting(RtpPacket::marker).containsExactly(false, false, true, true);
    assertThat(sent).extracting(RtpPacket::payloadType).containsOnly(offer.format().payloadType());
    assertThat(sent).extracting(RtpPacket::ssrc).containsOnly(sender.videoSsrc());
    long first = sent.getFirst().timestamp();
    assertThat(sent.get(2).timestamp()).isEqualTo(first);
    assertThat((sent.get(3).timestamp() - first) & 0xffffffffL).isEqualTo(3600);
  }

  @Test
  void everyPacketFitsADatagramAndIsNumberedForTheTransport() {
    video(0, 50_000);
    audio(20);
    assertThat(sent).hasSizeLessThan(20); // the rest waits
    for (long ms = 22; ms < 500; ms += 2) {
      sender.release(ms * 1_000_000, this::take);
    }
    assertThat(sender.idle()).isTrue();
    assertThat(sent).hasSizeGreaterThan(43);
    assertThat(sent).allSatisfy(p -> assertThat(p.bytes().length).isLessThanOrEqualTo(1200));
    int id = offer.video().extension(SdpOffer.TRANSPORT_CC).orElseThrow();
    List<Integer> numbers =
        sent.stream()
            .flatMap(p -> p.extensions().stream())
            .filter(e -> e.id() == id)
            .map(e -> (int) ByteBuffer.wrap(e.data()).getShort())
            .toList();
    assertThat(numbers).hasSize(sent.size());
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i);
    }
  }

  @Test
  void aLostPacketIsSentAgainWithItsNumberInFront() {
    video(0, 10);
    RtpPacket lost = sent.removeFirst();
    sender.resend(lost.sequence(), 0, 0, this::take);
    sender.resend(lost.sequence(), 0, 0, this::take); // at once again: no
    sender.resend(lost.sequence() + 1, 0, 0, this::take); // never sent
    assertThat(sent).hasSize(1);
    RtpPacket again = sent.getFirst();
    assertThat(again.ssrc()).isEqualTo(sender.rtxSsrc());
    assertThat(again.payloadType()).isEqualTo(offer.format().rtx().orElseThrow());
    assertThat(again.marker()).isTrue();
    ByteBuffer payload = ByteBuffer.wrap(again.payload());
    assertThat(payload.getShort() & 0xffff).isEqualTo(lost.sequence());
    assertThat(payload).isEqualTo(ByteBuffer.wrap(lost.payload()));
    assertThat(sender.resent()).isEqualTo(1);
  }

  @Test
  void reportsOfBothStreamsNameTheSameInstant() {
    assertThat(reports(0)).isEmpty();
    audio(100);
    video(100, 10);
    long audioStart = sent.get(0).timestamp();
    long videoStart = sent.get(1).timestamp();
    List<List<RtcpPacket>> reports = reports(SECOND + 100_000_000);
    assertThat(reports).hasSize(2);
    var audio = (RtcpPacket.SenderReport) reports.get(0).getFirst();
    var video = (RtcpPacket.SenderReport) reports.get(1).getFirst();
    assertThat(audio.ntp()).isEqualTo(video.ntp());
    assertThat((audio.rtpTimestamp() - audioStart) & 0xffffffffL).isEqualTo(48_000);
    assertThat((video.rtpTimestamp() - videoStart) & 0xffffffffL).isEqualTo(90_000);
    assertThat(audio.octets()).isEqualTo(80);
    assertThat(reports.get(1).getLast())
        .isEqualTo(new RtcpPacket.SourceDescription(sender.videoSsrc(), "damso"));
  }
}
