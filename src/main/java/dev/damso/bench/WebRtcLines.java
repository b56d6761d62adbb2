package dev.damso.bench;

import dev.damso.audio.JitterBuffer;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.webrtc.client.ClientListener;
import dev.damso.webrtc.client.ReceivedPicture;
import dev.damso.webrtc.client.ReceivedSound;
import dev.damso.webrtc.client.WebRtcClient;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lines through the server as a browser has them: signalling over HTTP, ICE, DTLS, SRTP on the
 * loopback interface, a jitter buffer of 40 ms, or 20, at the caller's. Thread safe.
 */
final class WebRtcLines implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;
  private static final long BLOCK_NANOS = 20_000_000;

  private final LoopbackServer server;

  WebRtcLines(Stages stages, ReplySettings settings, Pacer pacer) {
    this.server = new LoopbackServer(stages, settings, pacer, UnaryOperator.identity());
  }

  Line line() {
    return new WebRtcLine();
  }

  @Override
  public void close() {
    server.close();
  }

  private final class WebRtcLine implements Line {
    private final JitterBuffer jitter = new JitterBuffer();
    private final CountDownLatch connected = new CountDownLatch(1);
    private @Nullable WebRtcClient client;
    private volatile @Nullable Conversation conversation;
    private volatile boolean closed;

    @Override
    public void open(Receiver to) throws InterruptedException {
      WebRtcClient opened = WebRtcClient.open(VideoCodec.H264, new Media(to));
      client = opened;
      conversation =
          server.join(
              opened,
              event -> {
                if (event instanceof ConversationEvent.ReplyFinished finished) {
                  to.replied(finished.timeline());
                }
              });
      if (!connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw UserFacingException.failed("the caller's media did not connect");
      }
      Thread.ofPlatform().name("jitter-buffer").daemon().start(() -> play(to));
    }

    private final class Media implements ClientListener {
      private final Receiver to;

      /** Sequence number of the first packet, or −1. */
      private int first = -1;

      private long wrapped;
      private int last;

      Media(Receiver to) {
        this.to = to;
      }

      @Override
      public void connected() {
        connected.countDown();
      }

      @Override
      public void sound(ReceivedSound sound) {
        synchronized (jitter) {
          jitter.push(sound.sequence(), sound.opus());
        }
        if (!sound.recovered()) {
          to.arrived(number(sound.sequence()), sound.arrivedNanos());
        }
      }

      private long number(int sequence) {
        if (first < 0) {
          first = sequence;
        } else if (last - sequence > 0x8000) {
          wrapped += 0x10000;
        }
        last = sequence;
        return wrapped + sequence - first;
      }

      @Override
      public void picture(ReceivedPicture picture) {
        to.picture(picture.data(), picture.arrivedNanos());
      }
    }

    /** Takes a packet from the jitter buffer each 20 ms; what is missing is bridged. */
    private void play(Receiver to) {
      long due = System.nanoTime();
      while (!closed) {
        due += BLOCK_NANOS;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        Optional<byte[]> packet;
        synchronized (jitter) {
          packet = jitter.poll();
        }
        to.audio(packet.orElseGet(() -> new byte[0]), System.nanoTime());
      }
    }

    @Override
    public void microphone(byte[] opus) {
      Objects.requireNonNull(client).sendSound(opus, 960);
    }

    @Override
    public void hush() {
      Conversation current = conversation;
      if (current != null) {
        current.hush();
      }
    }

    @Override
    public void close() {
      closed = true;
      if (client != null) {
        client.close();
      }
      Conversation current = conversation;
      if (current != null) {
        current.close();
      }
    }
  }
}
