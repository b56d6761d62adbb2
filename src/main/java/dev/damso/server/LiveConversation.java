package dev.damso.server;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoCodec;
import dev.damso.webrtc.PeerConnection;
import dev.damso.webrtc.PeerListener;
import dev.damso.webrtc.SdpException;
import dev.damso.webrtc.WebRtcServer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with its peer connection and its event sockets. Events that come before the page
 * has opened its socket wait for it, 64 at most, the oldest dropped. Thread safe.
 */
final class LiveConversation implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LiveConversation.class.getName());
  private static final int BACKLOG = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Viewers viewers = new Viewers(this::keyFrame);
  private final String id = randomId();
  private final Consumer<LiveConversation> ended;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ArrayDeque<String> backlog = new ArrayDeque<>();
  private @Nullable Consumer<String> subscriber;
  private @Nullable Runnable hangUp;
  private volatile @Nullable PeerConnection peer;
  private volatile @Nullable Conversation conversation;

  /**
   * @param ended told once, when this is over
   */
  LiveConversation(Consumer<LiveConversation> ended) {
    this.ended = ended;
  }

  /** Unguessable: who knows it may listen and speak. */
  private static String randomId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  void open(WebRtcServer media, ConversationFactory factory, String sdpOffer, Wishes wishes)
      throws SdpException {
    PeerConnection connection = media.accept(sdpOffer, new FromPeer());
    peer = connection;
    Conversation made = factory.create(wishes, new ToPeer(connection, viewers), this::publish);
    conversation = made;
    if (closed.get()) { // it took too long
      made.close();
    }
  }

  private void keyFrame() {
    Conversation current = conversation;
    if (current != null) {
      current.keyFrame();
    }
  }

  /**
   * Another browser watches.
   *
   * @return its connection, or empty where there is no place left
   * @throws SdpException for an offer that cannot be answered
   */
  Optional<PeerConnection> watch(WebRtcServer media, String sdpOffer) throws SdpException {
    PeerConnection first = Objects.requireNonNull(peer);
    return viewers.add(media, sdpOffer, first.videoCodec());
  }

  /** Whether there was such a viewer. */
  boolean unwatch(String viewer) {
    return viewers.remove(viewer);
  }

  String id() {
    return id;
  }

  String sdpAnswer() {
    return Objects.requireNonNull(peer).sdpAnswer();
  }

  void say(String text) {
    Conversation current = conversation;
    if (current != null) {
      current.say(text);
    }
  }

  void hush() {
    Conversation current = conversation;
    if (current != null) {
      current.hush();
    }
  }

  /**
   * Sends events, and those that waited, to {@code send}; an earlier subscriber gets no more.
   *
   * @param close ends the subscriber's connection
   */
  synchronized void subscribe(Consumer<String> send, Runnable close) {
    subscriber = send;
    hangUp = close;
    while (!backlog.isEmpty()) {
      send.accept(backlog.removeFirst());
    }
  }

  private synchronized void publish(ConversationEvent event) {
    String json = EventJson.of(event);
    if (subscriber != null) {
      subscriber.accept(json);
      return;
    }
    if (backlog.size() == BACKLOG) {
      backlog.removeFirst();
    }
    backlog.add(json);
  }

  private final class FromPeer implements PeerListener {
    @Override
    public void connected() {
      Conversation current = conversation;
      if (current != null) {
        current.start();
      }
    }

    @Override
    public void audio(int sequence, long rtpTimestamp, byte[] opusPayload) {
      Conversation current = conversation;
      if (current != null) {
        current.microphone(sequence, opusPayload);
      }
    }

    @Override
    public void keyFrameRequested() {
      Conversation current = conversation;
      if (current != null) {
        current.keyFrame();
      }
    }

    @Override
    public void videoRate(int bitsPerSecond) {
      Conversation current = conversation;
      if (current != null) {
        current.videoRate(bitsPerSecond);
      }
    }

    @Override
    public void closed(String reason) {
      LOG.log(Level.INFO, "conversation {0} ended: {1}", id.substring(0, 6), reason);
      close();
    }
  }

  private record ToPeer(PeerConnection peer, Viewers viewers) implements MediaSink {
    @Override
    public void audio(EncodedFrame opus) {
      peer.sendAudio(opus);
      viewers.audio(opus);
    }

    @Override
    public VideoCodec videoCodec() {
      return peer.videoCodec();
    }

    @Override
    public void video(EncodedFrame picture) {
      peer.sendVideo(picture);
      viewers.video(picture);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Conversation current = conversation;
    if (current != null) {
      current.close();
    }
    PeerConnection connection = peer;
    if (connection != null) {
      connection.close();
    }
    viewers.close();
    ended.accept(this);
    Runnable close;
    synchronized (this) {
      close = hangUp;
    }
    if (close != null) {
      close.run();
    }
  }
}
