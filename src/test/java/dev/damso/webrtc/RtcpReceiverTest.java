package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpWriter;
import dev.damso.rtp.RtpPacket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RtcpReceiverTest {
  private static final int VIDEO = 5;
  private static final long MS = 1_000_000L;
  private static final NtpClock CLOCK = new NtpClock(Instant.EPOCH, 0);

  private final List<String> asked = new ArrayList<>();
  private final RtcpReceiver receiver = new RtcpReceiver(VIDEO, new Asked());

  private final class Asked implements RtcpReceiver.Requests {
    @Override
    public void resend(int sequence, long rttNanos) {
      asked.add("resend " + sequence);
    }

    @Override
    public void feedback(RtcpPacket.TransportFeedback feedback) {
      asked.add("feedback from " + feedback.baseSequence());
    }

    @Override
    public void keyFrame() {
      asked.add("key frame");
      // Whoever is asked may ask back, from any thread.
      Thread other = Thread.ofPlatform().daemon().start(() -> receiver.stats(0, 0, 0));
      try {
        other.join(5_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      assertThat(other.isAlive()).isFalse();
    }
  }

  private void receive(long now, RtcpPacket... packets) {
    receiver.receive(RtcpWriter.compound(packets), CLOCK, now);
  }

  @Test
  void lossesAndLostPicturesOfTheVideoAreAnswered() {
    receive(
        0,
        new RtcpPacket.Nack(VIDEO, List.of(7, 9)),
        new RtcpPacket.Pli(VIDEO),
        new RtcpPacket.Fir(List.of(1, VIDEO)));
    assertThat(asked).containsExactly("resend 7", "resend 9", "key frame", "key frame");
    Stats stats = receiver.stats(0, 0, 0);
    assertThat(stats.nacks()).isEqualTo(2);
    assertThat(stats.keyFrameRequests()).isEqualTo(2);
  }

  @Test
  void otherStreamsAreNot() {
    receive(
        0,
        new RtcpPacket.Nack(6, List.of(7)),
        new RtcpPacket.Pli(6),
        new RtcpPacket.Fir(List.of(6)));
    assertThat(asked).isEmpty();
  }

  @Test
  void theRoundTripLeavesOutTheTimeThatTheBrowserTook() {
    var block =
        new RtcpPacket.ReportBlock(
            VIDEO, 64, 3, 0, 0, CLOCK.at(1000 * MS).compact(), 32_768); // half a second
    receive(1600 * MS, new RtcpPacket.ReceiverReport(1, List.of(block)));
    Stats stats = receiver.stats(0, 0, 0);
    assertThat(stats.rttMs()).isBetween(99.9, 100.1);
    assertThat(stats.fractionLost()).isEqualTo(0.25);
  }

  @Test
  void theMicrophoneIsReportedOnce() {
    assertThat(receiver.blocks(0)).isEmpty();
    receiver.microphone(new RtpPacket(false, 111, 1, 0, 77, List.of(), new byte[1]), 0);
    receive(500 * MS, new RtcpPacket.SenderReport(77, CLOCK.at(0), 0, 1, 1, List.of()));
    RtcpPacket.ReportBlock block = receiver.blocks(1000 * MS).getFirst();
    assertThat(block.ssrc()).isEqualTo(77);
    assertThat(block.delaySinceLastSr()).isEqualTo(32_768);
  }

  @Test
  void whatIsMalformedIsCounted() {
    receiver.receive(new byte[] {1, 2, 3}, CLOCK, 0);
    assertThat(receiver.stats(0, 0, 0).rejected()).isEqualTo(1);
  }
}
