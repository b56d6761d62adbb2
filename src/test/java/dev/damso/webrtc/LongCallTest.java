package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.audio.JitterBuffer;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoCodec;
import dev.damso.playout.Playout;
import dev.damso.rtp.NtpTime;
import dev.damso.rtp.RtcpPacket;
import dev.damso.webrtc.FakeNetwork.Conditions;
import dev.damso.webrtc.client.Agreed;
import dev.damso.webrtc.client.MediaReceiver;
import dev.damso.webrtc.client.ReceivedPicture;
import dev.damso.webrtc.client.ReceivedSound;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A long call over a network that loses 1 %, on a virtual clock: playout, sender, receiver, jitter
 * buffer, reports. Twelve minutes, or with {@code -Ddamso.long=true} four hours.
 */
final class LongCallTest {
  private static final long MS = 1_000_000L;
  private static final long STEP = 2 * MS;
  private static final int MINUTES = Boolean.getBoolean("damso.long") ? 240 : 12;
  private static final int BITS = 1_000_000;
  private static final double GROWTH_MB = 2;
  private static final Conditions NETWORK = new Conditions(0.01, 10, 20_000_000, 0.001, 0.001);

  private final NtpClock clock = new NtpClock(Instant.EPOCH, 0);
  private final Playout playout = new Playout();
  private final JitterBuffer jitter = new JitterBuffer();
  private final FakeNetwork down = new FakeNetwork(NETWORK, 1);
  private final FakeNetwork up = new FakeNetwork(NETWORK, 2);
  private final MediaSender sender;
  private final RtcpReceiver reports;
  private final MediaReceiver receiver;
  private ReplyId reply = ReplyId.NONE;
  private boolean keyFrame = true;
  private long now;
  private long packets;
  private long played;
  private long pictures;
  private Optional<NtpTime> lastSound = Optional.empty();
  private Optional<NtpTime> lastPicture = Optional.empty();

  LongCallTest() throws SdpException, NoSuchAlgorithmException {
    SecureRandom random = SecureRandom.getInstance("SHA1PRNG"); // the same each time
    random.setSeed(1);
    SdpOffer offer = SdpOffer.parse(Offers.chromium());
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
            new Person(),
            0);
  }

  private final class Requests implements RtcpReceiver.Requests {
    @Override
    public void resend(int sequence, long rttNanos) {
      sender.resend(sequence, now, rttNanos, LongCallTest.this::transmit);
    }

    @Override
    public void keyFrame() {
      keyFrame = true;
    }

    @Override
    public void feedback(RtcpPacket.TransportFeedback feedback) {
      sender.feedback(feedback, now, LongCallTest.this::transmit);
    }
  }

  private final class Person implements MediaReceiver.Sink {
    @Override
    public void sound(ReceivedSound sound) {
      jitter.push(sound.sequence(), sound.opus());
      lastSound = receiver.soundTime(sound.timestamp());
    }

    @Override
    public void picture(ReceivedPicture picture) {
      pictures++;
      lastPicture = receiver.pictureTime(picture.timestamp());
    }
  }

  private void transmit(byte[] packet) {
    down.send(packet, now);
  }

  private void call(int minutes) {
    for (long end = now + minutes * 60_000L * MS; now < end; now += STEP) {
      if (now % (3_000 * MS) == 0) {
        speak();
      }
      if (now % (20 * MS) == 0) {
        Playout.Block block = playout.next();
        MediaTime pts = block.audio().pts();
        sender.audio(new EncodedFrame(pts, new byte[60], true), now, this::transmit);
        packets++;
        if (pts.ticks() % 1_920 == 0) {
          picture(pts);
        }
        played += jitter.poll().isPresent() ? 1 : 0;
      }
      sender.release(now, this::transmit);
      if (now % (1_000 * MS) == 0) {
        sender.tick(now);
        sender.reports(clock, now, List.of()).forEach(report -> receiver.rtcp(report, now));
      }
      down.arrived(now).forEach(packet -> receiver.rtp(packet, now));
      receiver.poll(now).forEach(compound -> up.send(compound, now));
      up.arrived(now).forEach(compound -> reports.receive(compound, clock, now));
    }
  }

  private void speak() {
    reply = reply.next();
    playout.begin(reply);
    var _ = playout.enqueue(new SpeechChunk(reply, new short[48_000], "speech", "en", List.of()));
    playout.end(reply);
  }

  private void picture(MediaTime pts) {
    byte[] unit = new byte[BITS / 8 / 25 * (keyFrame ? 3 : 1)];
    Arrays.fill(unit, (byte) 0x41);
    ByteBuffer.wrap(unit).putInt(1).put((byte) (keyFrame ? 0x65 : 0x41));
    sender.video(new EncodedFrame(pts, unit, keyFrame), now, this::transmit);
    keyFrame = false;
  }

  private static double liveMb() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024;
  }

  /** How far behind the sender's clock a time is. */
  private double ageMs(Optional<NtpTime> time) {
    long bits = clock.at(now).bits() - time.orElseThrow().bits();
    return bits * 1000.0 / (1L << 32);
  }

  @Test
  void memoryIsFlatAndNothingDrifts() {
    call(MINUTES / 4);
    double before = liveMb();
    double soundAge = ageMs(lastSound);
    double pictureAge = ageMs(lastPicture);
    call(MINUTES - MINUTES / 4);
    assertThat(liveMb() - before).as("growth, MB").isLessThan(GROWTH_MB);
    assertThat(ageMs(lastSound)).as("sound").isCloseTo(soundAge, within(45.0));
    assertThat(ageMs(lastPicture)).as("pictures").isCloseTo(pictureAge, within(85.0));
    assertThat(playout.now().millis()).isEqualTo(MINUTES * 60_000.0);
    assertThat((double) played / packets).as("sound that was there").isGreaterThan(0.98);
    assertThat((double) pictures * 2 / packets).as("pictures that came").isGreaterThan(0.98);
  }
}
