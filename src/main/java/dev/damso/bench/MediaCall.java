package dev.damso.bench;

import dev.damso.bench.AvOffset.At;
import dev.damso.bench.DrawnPictures.Drawn;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.face.FaceAnimator;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.rtp.NtpTime;
import dev.damso.webrtc.client.ClientListener;
import dev.damso.webrtc.client.ReceivedPicture;
import dev.damso.webrtc.client.ReceivedSound;
import dev.damso.webrtc.client.WebRtcClient;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A browser's call whose avatar talks without end, and what is measured of it. Pictures are decoded
 * on a thread of their own, 32 may wait, later ones are dropped. Thread safe.
 */
final class MediaCall implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;
  private static final int QUEUE = 32;
  private static final int PACKETS_A_SECOND = 50;

  private final DrawnPictures drawn;
  private final WebRtcClient client = WebRtcClient.open(VideoCodec.H264, new Media());
  private final BlockingQueue<Received> pictures = new ArrayBlockingQueue<>(QUEUE);
  private final CountDownLatch firstPicture = new CountDownLatch(1);
  private final Lateness lateness;
  private final ClickEar clicks = new ClickEar();
  private final AvOffset offset;
  private final Series delayMs;
  private final Thread decoding;
  private volatile @Nullable Conversation conversation;
  private volatile boolean silent;

  /**
   * A coded picture.
   *
   * @param time by the sender's clock, once that is known
   */
  private record Received(byte[] data, Optional<NtpTime> time) {}

  /**
   * @param drawn what the numbers on pictures mean
   * @param seconds that are remembered of each measurement
   */
  MediaCall(DrawnPictures drawn, int seconds) {
    this.drawn = drawn;
    this.lateness = new Lateness(seconds * PACKETS_A_SECOND);
    this.offset = new AvOffset(seconds * FaceAnimator.FRAMES_PER_SECOND);
    this.delayMs = new Series(seconds * FaceAnimator.FRAMES_PER_SECOND);
    this.decoding = Thread.ofPlatform().name("decoder").daemon().start(this::decode);
  }

  /**
   * Connects.
   *
   * @return milliseconds from the offer, ready to be sent, to the first picture, decoded
   */
  double connect(LoopbackServer server) throws InterruptedException {
    long began = System.nanoTime();
    conversation = server.join(client, this::goOn);
    if (!firstPicture.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw UserFacingException.failed("the caller's media did not connect");
    }
    return (System.nanoTime() - began) / 1e6;
  }

  /** The avatar begins to talk. */
  void talk() {
    Conversation current = conversation;
    if (current != null) {
      current.say("Go on.");
    }
  }

  private void goOn(ConversationEvent event) {
    if (event instanceof ConversationEvent.ReplyFinished && !silent) {
      talk();
    }
  }

  private final class Media implements ClientListener {
    @Override
    public void sound(ReceivedSound sound) {
      if (sound.recovered()) {
        return;
      }
      lateness.arrived(sound.sequence(), sound.arrivedNanos());
      OptionalInt click = clicks.hear(sound.opus());
      Optional<NtpTime> time = client.soundTime(sound);
      if (click.isPresent() && time.isPresent()) {
        double into = click.getAsInt() * 1000.0 / Utterance.SAMPLE_RATE;
        offset.click(new At(ms(time.get()) + into, sound.arrivedNanos() / 1e6 + into));
      }
    }

    @Override
    public void picture(ReceivedPicture picture) {
      pictures.offer(new Received(picture.data(), client.pictureTime(picture)));
    }
  }

  private static double ms(NtpTime time) {
    long seconds = time.bits() >>> 32;
    return (seconds & 0xFFFFFF) * 1000.0 + (time.bits() & 0xFFFFFFFFL) * 1000.0 / (1L << 32);
  }

  private void decode() {
    try (PictureDecoder decoder = new PictureDecoder()) {
      while (true) {
        Received picture = pictures.take();
        Optional<PictureDecoder.Picture> decoded = decoder.decode(picture.data());
        long now = System.nanoTime();
        if (decoded.isPresent()) {
          shown(picture, decoded.get(), now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void shown(Received picture, PictureDecoder.Picture decoded, long now) {
    firstPicture.countDown();
    OptionalInt number = Stamp.read(decoded);
    Optional<Drawn> known = number.isPresent() ? drawn.find(number.getAsInt()) : Optional.empty();
    if (known.isEmpty()) {
      return;
    }
    delayMs.add((now - known.get().nanoTime()) / 1e6);
    if (picture.time().isPresent() && known.get().speech().isPresent()) {
      offset.picture(new At(ms(picture.time().get()), now / 1e6), known.get().speech().get());
    }
  }

  AvOffset offset() {
    return offset;
  }

  /** From a picture's drawing to its decoding, milliseconds. */
  List<Double> delayMs() {
    return delayMs.list();
  }

  /** How much later than the earliest each packet of sound came, milliseconds. */
  List<Double> lateMs() {
    return lateness.ms();
  }

  @Override
  public void close() {
    silent = true;
    client.close();
    decoding.interrupt();
    try {
      decoding.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clicks.close();
  }
}
