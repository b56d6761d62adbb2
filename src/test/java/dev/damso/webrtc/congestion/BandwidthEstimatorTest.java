package dev.damso.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.rtp.RtcpPacket.Arrival;
import dev.damso.rtp.RtcpPacket.TransportFeedback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversations over simulated links, on a virtual clock. */
final class BandwidthEstimatorTest {
  private static final long MS = 1_000_000L;
  private static final int START = 1_000_000;
  private static final int CEILING = 2_500_000;
  private static final int PACKET = 1_150;
  private static final int VOICE = 48_000;

  private final BandwidthEstimator estimator = new BandwidthEstimator(START, CEILING);
  private final List<Double> queues = new ArrayList<>();
  private long now;
  private int sequence;
  private double sentShare;

  /**
   * A camera at the estimate less the voice, 25 pictures a second, and a voice, for so many
   * seconds.
   */
  private void talk(FakeLink link, double seconds) {
    queues.clear();
    long end = now + (long) (seconds * 1e9);
    for (; now < end; now += 20 * MS) {
      send(link, 120); // voice
      if (now / MS % 40 == 0) {
        int bytes = (estimator.estimate() - VOICE) / 25 / 8;
        for (int left = bytes; left > 0; left -= PACKET) {
          send(link, Math.min(left, PACKET));
        }
      }
      if (now / MS % 100 == 0) {
        estimator.feedback(link.feedback(now), now);
        queues.add(link.queueMs(now));
      }
      if (now / MS % 1000 == 0) {
        estimator.tick(now);
      }
    }
    sentShare = estimator.estimate();
  }

  private void send(FakeLink link, int bytes) {
    estimator.sent(sequence++ & 0xffff, bytes, now);
    link.send(bytes, now);
  }

  private double queueP90() {
    List<Double> sorted = queues.stream().sorted().toList();
    return sorted.get(sorted.size() * 9 / 10);
  }

  @ParameterizedTest
  @CsvSource({
    "300_000, 0, 0",
    "300_000, 0, 10",
    "600_000, 0, 5",
    "1_500_000, 0, 10",
    "1_500_000, 0.01, 10"
  })
  void findsTheBottleneckWithoutFillingItsQueue(String capacity, double loss, double jitterMs) {
    long bits = Long.parseLong(capacity.replace("_", ""));
    FakeLink link = new FakeLink(bits, loss, jitterMs, 500, 1);
    talk(link, 15);
    for (int i = 0; i < 5; i++) {
      talk(link, 5);
      assertThat(sentShare / bits).as("second %d", now / 1_000_000_000).isBetween(0.5, 1.1);
    }
    assertThat(queueP90()).isLessThan(150);
  }

  @Test
  void aWideLinkIsUsedToTheCeiling() {
    talk(new FakeLink(50_000_000, 0, 3, 500, 2), 10);
    assertThat(estimator.estimate()).isEqualTo(CEILING);
  }

  @Test
  void aLittleLossIsNoCongestion() {
    talk(new FakeLink(50_000_000, 0.05, 3, 500, 3), 20);
    assertThat(estimator.estimate()).isGreaterThan(START);
  }

  @Test
  void muchLossIs() {
    talk(new FakeLink(50_000_000, 0.3, 3, 500, 4), 20);
    assertThat(estimator.estimate()).isLessThan(START / 2);
  }

  @Test
  void followsALinkThatNarrowsAndWidens() {
    FakeLink link = new FakeLink(5_000_000, 0, 5, 500, 5);
    talk(link, 10);
    assertThat(estimator.estimate()).isEqualTo(CEILING);
    link.capacity(400_000);
    talk(link, 3);
    assertThat(estimator.estimate()).isLessThan(440_000);
    link.capacity(5_000_000);
    talk(link, 30);
    assertThat(estimator.estimate()).isGreaterThan(1_500_000);
  }

  @Test
  void anOutageSlowsSendingAndIsForgotten() {
    FakeLink link = new FakeLink(5_000_000, 0, 5, 500, 6);
    talk(link, 10);
    for (int i = 0; i < 600; i++, now += 10 * MS) {
      estimator.sent(sequence++ & 0xffff, PACKET, now);
      link.send(PACKET, now);
      link.feedback(now); // is lost
      if (now / MS % 1000 == 0) {
        estimator.tick(now);
      }
    }
    assertThat(estimator.estimate()).isBetween(BandwidthEstimator.FLOOR, CEILING * 3 / 4);
    talk(link, 20);
    assertThat(estimator.estimate()).isGreaterThan(2_000_000);
  }

  @Test
  void neverLeavesItsBounds() {
    talk(new FakeLink(20_000, 0, 5, 500, 7), 10);
    assertThat(estimator.estimate()).isEqualTo(BandwidthEstimator.FLOOR);
  }

  @Test
  void whatWasNeverSentOrIsToldTwiceCountsForNothing() {
    estimator.sent(7, PACKET, 0);
    TransportFeedback feedback =
        new TransportFeedback(0, 0, Collections.nCopies(100, new Arrival(true, 250)));
    for (int i = 0; i < 50; i++) {
      estimator.feedback(feedback, 100 * MS * i);
    }
    assertThat(estimator.estimate()).isEqualTo(START);
  }
}
