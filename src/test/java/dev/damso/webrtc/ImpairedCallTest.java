package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.VideoCodec;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtpPacket;
import dev.damso.webrtc.FakeNetwork.Conditions;
import dev.damso.webrtc.client.Agreed;
import dev.damso.webrtc.client.MediaReceiver;
import dev.damso.webrtc.client.ReceivedPicture;
import dev.damso.webrtc.client.ReceivedSound;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sender and receiver over a bad network, on a virtual clock. */
final class ImpairedCallTest {
  private static final long MS = 1_000_000L;
  private static final NtpClock CLOCK = new NtpClock(Instant.EPOCH, 0);
  private static final int MOST_BITS = 2_000_000;

  private final SdpOffer offer;
  private final MediaSender sender;
  private final RtcpReceiver reports;
  private final MediaReceiver receiver;
  private FakeNetwork down = new FakeNetwork(Conditions.GOOD, 1);
  private FakeNetwork up = new FakeNetwork(Conditions.GOOD, 2);
  private final Map<Long, Long> soundSent = new HashMap<>(); // RTP timestamp, when
  private final Map<Long, Long> soundCame = new HashMap<>();
  private long now;
  private int videoBits = MOST_BITS;
  private boolean keyFrame = true;
  private long lastKey = -1000 * MS;
  private long lastPicture = -1;
  private long longestFreeze;
  private long mediaBytes;
  private long rtxBytes;
  private int pictures;

  ImpairedCallTest() throws SdpException, NoSuchAlgorithmException {
    SecureRandom random = SecureRandom.getInstance("SHA1PRNG"); // the same each time
    random.setSeed(1);
    offer = SdpOffer.parse(Offers.chromium());
    sender = new MediaSender(offer, random);
    reports = new RtcpReceiver(sender.videoSsrc(), new Requests());
    receiver =
        new MediaReceiver(
            new Agreed(
                offer.opus(),
                offer.red(),
                VideoCodec.H264,
                offer.format().payloadType(),
                offer.format().rtx(),
                offer.video().extension(SdpOffer.TRANSPORT_CC)),
            new Screen(),
            0);
  }

  private final class Requests implements RtcpReceiver.Requests {
    @Override
    public void resend(int sequence, long rttNanos) {
      sender.resend(sequence, now, rttNanos, ImpairedCallTest.this::transmit);
    }

    @Override
    public void keyFrame() {
      keyFrame = true;
    }

    @Override
    public void feedback(RtcpPacket.TransportFeedback feedback) {
      videoBits =
          Math.min(MOST_BITS, sender.feedback(feedback, now, ImpairedCallTest.this::transmit));
    }
  }

  private final class Screen implements MediaReceiver.Sink {
    @Override
    public void sound(ReceivedSound sound) {
      soundCame.putIfAbsent(sound.timestamp(), now);
    }

    @Override
    public void picture(ReceivedPicture picture) {
      if (lastPicture >= 0) {
        longestFreeze = Math.max(longestFreeze, now - lastPicture);
      }
      lastPicture = now;
      pictures++;
    }
  }

  private void transmit(byte[] packet) {
    RtpPacket parsed = RtpPacket.parse(packet, packet.length).orElseThrow();
    if (parsed.ssrc() == sender.rtxSsrc()) {
      rtxBytes += packet.length;
    } else if (parsed.ssrc() == sender.videoSsrc()) {
      mediaBytes += packet.length;
    } else {
      soundSent.put(parsed.timestamp(), now);
    }
    down.send(packet, now);
  }

  /** A picture as an encoder makes it that follows the rate, half as often where it is little. */
  private void picture() {
    boolean narrow = videoBits < 250_000;
    if (narrow && now / (40 * MS) % 2 == 1) {
      return;
    }
    boolean key = keyFrame && now - lastKey >= 500 * MS;
    keyFrame &= !key;
    lastKey = key ? now : lastKey;
    int bytes = videoBits / 8 / (narrow ? 12 : 25) * (key ? 3 : 1);
    byte[] unit = new byte[4 + bytes];
    Arrays.fill(unit, (byte) 0x41);
    ByteBuffer.wrap(unit).putInt(1).put((byte) (key ? 0x65 : 0x41));
    MediaTime pts = MediaTime.ofMillis(now / MS);
    sender.video(new EncodedFrame(pts, unit, key), now, this::transmit);
  }

  private void call(int seconds) {
    for (long end = now + seconds * 1000L * MS; now < end; now += MS) {
      if (now % (20 * MS) == 0) {
        MediaTime pts = MediaTime.ofMillis(now / MS);
        sender.audio(new EncodedFrame(pts, new byte[80], true), now, this::transmit);
      }
      if (now % (40 * MS) == 0) {
        picture();
      }
      if (now % (2 * MS) == 0) {
        sender.release(now, this::transmit);
      }
      if (now % (1000 * MS) == 0) {
        sender.tick(now);
      }
      down.arrived(now).forEach(packet -> receiver.rtp(packet, now));
      if (now % (5 * MS) == 0) {
        receiver.poll(now).forEach(compound -> up.send(compound, now));
      }
      up.arrived(now).forEach(compound -> reports.receive(compound, CLOCK, now));
    }
  }

  /** The share of sound that was not there {@code delayMs} after it was sent. */
  private double concealed(int delayMs) {
    long due = soundSent.values().stream().filter(at -> at < now - 1000 * MS).count();
    long missed =
        soundSent.entrySet().stream()
            .filter(e -> e.getValue() < now - 1000 * MS)
            .filter(e ->
                soundCame.getOrDefault(e.getKey(), Long.MAX_VALUE) - e.getValue() > delayMs * MS)
            .count();
    return (double) missed / due;
  }

  private void network(Conditions conditions, long seed) {
    down = new FakeNetwork(conditions, seed);
    up = new FakeNetwork(conditions.withLoss(conditions.loss() / 2), seed + 1);
  }

  /** After the first two seconds, in which the loss is noticed. */
  @ParameterizedTest
  @CsvSource({"0, 80", "0.02, 200", "0.05, 200", "0.1, 600"})
  void lossIsRepaired(double loss, long freezeMs) {
    for (int seed = 0; seed < 8; seed++) {
      network(new Conditions(loss, 5, 100_000_000, 0, 0), seed);
      call(2);
      longestFreeze = 0;
      soundSent.clear();
      call(20);
      assertThat(longestFreeze / MS).as("freeze, seed %d", seed).isLessThanOrEqualTo(freezeMs);
      assertThat(concealed(80)).as("concealed, seed %d", seed).isLessThan(0.02);
    }
    assertThat(rtxBytes).isLessThanOrEqualTo(mediaBytes);
  }

  @ParameterizedTest
  @CsvSource({"20", "100"})
  void jitterDelaysOnly(int jitterMs) {
    network(new Conditions(0, jitterMs, 100_000_000, 0, 0), 7);
    call(20);
    assertThat(longestFreeze / MS).isLessThanOrEqualTo(40 + jitterMs + 20);
    assertThat(concealed(60 + jitterMs)).isLessThan(0.02);
    assertThat(rtxBytes).isZero();
  }

  @Test
  void aNarrowLinkIsKeptWithLowerQuality() {
    network(new Conditions(0, 5, 300_000, 0, 0), 9);
    call(15); // finds its rate
    longestFreeze = 0;
    pictures = 0;
    soundSent.clear();
    call(20);
    assertThat(videoBits).isLessThan(260_000);
    assertThat(pictures).isGreaterThan(20 * 10);
    assertThat(longestFreeze / MS).isLessThan(700);
    assertThat(concealed(200)).isLessThan(0.05);
    network(Conditions.GOOD, 11);
    call(60);
    assertThat(videoBits).isGreaterThan(1_000_000);
  }

  @Test
  void anOutageIsOverASecondAfterItsEnd() {
    call(10);
    down.cut(true);
    up.cut(true);
    call(6);
    down.cut(false);
    up.cut(false);
    long end = now;
    long mediaBefore = mediaBytes;
    long rtxBefore = rtxBytes;
    longestFreeze = 0;
    call(1);
    assertThat(lastPicture).isGreaterThan(end);
    assertThat(longestFreeze / MS).as("from the outage's start").isLessThan(7_000);
    assertThat(rtxBytes - rtxBefore)
        .isLessThanOrEqualTo(mediaBytes - mediaBefore + mediaBytes / 16);
    longestFreeze = 0;
    call(5);
    assertThat(longestFreeze / MS).isLessThan(200);
  }

  @Test
  void reorderedAndDuplicatedPacketsDoNotShow() {
    network(new Conditions(0, 2, 100_000_000, 0.1, 0.1), 13);
    call(20);
    assertThat(longestFreeze / MS).isLessThan(100);
    assertThat(concealed(80)).isZero();
    assertThat(pictures).isBetween(495, 501);
  }

  @Test
  void aSenderThatIsAskedForEverythingSendsNoMoreAgainThanItSends() {
    call(5);
    long mediaBefore = mediaBytes;
    for (int i = 0; i < 5; i++) {
      for (int sequence = 0; sequence < 0x10000; sequence++) {
        sender.resend(sequence, now, 0, this::transmit);
      }
      call(1);
    }
    assertThat(rtxBytes)
        .isPositive()
        .isLessThanOrEqualTo(mediaBytes - mediaBefore + mediaBefore / 4);
  }
}
