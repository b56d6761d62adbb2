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
 * A conversation with its peer connection and its event sockets. First it is an offer that waits
 * for its caller's media; the conversation is made when that arrives, if there is a place. Events
 * that come before the page has opened its socket wait for it, 64 at most, the oldest dropped.
 * Thread safe.
 */
final class LiveConversation implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LiveConversation.class.getName());
  private static final int BACKLOG = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Who has the places. */
  interface Keeper {
    /** Whether there is a place for it; must return at once. */
    boolean admit(LiveConversation live);

    /** How many may watch it. */
    int viewers();

    /** Told once, when it is over. */
    void ended(LiveConversation live);
  }

  private final Viewers viewers;
  private final String id = randomId();
  private final String watchId = randomId();
  private final ConversationFactory factory;
  private final Wishes wishes;
  private final Keeper keeper;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ArrayDeque<String> backlog = new ArrayDeque<>();
  private volatile @Nullable PeerConnection peer;
  private volatile @Nullable Conversation conversation;

  // By the lock of this.
  private @Nullable Consumer<String> subscriber;
  private @Nullable Consumer<Ending> hangUp;
  private boolean arrived;
  private boolean connected;
  private @Nullable Ending ending;

  /** Typed before the conversation was there. */
  private @Nullable String typed;

  private LiveConversation(ConversationFactory factory, Wishes wishes, Keeper keeper) {
    this.factory = factory;
    this.wishes = wishes;
    this.keeper = keeper;
    this.viewers = new Viewers(keeper.viewers(), this::keyFrame, this::tellOfViewers);
  }

  /**
   * @throws SdpException for an offer that cannot be answered
   */
  static LiveConversation offer(
      WebRtcServer media,
      String sdpOffer,
      ConversationFactory factory,
      Wishes wishes,
      Keeper keeper)
      throws SdpException {
    LiveConversation live = new LiveConversation(factory, wishes, keeper);
    live.peer = media.accept(sdpOffer, live.new FromPeer());
    return live;
  }

  /** Unguessable: who knows it may listen and speak. */
  private static String randomId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether the caller, whose media has come, is taken; the one who is not has the page told. */
  private synchronized boolean admit() {
    if (arrived) {
      return true;
    }
    if (ending != null || closed.get()) {
      return false;
    }
    if (!keeper.admit(this)) {
      tell(Ending.FULL);
      return false;
    }
    arrived = true;
    Thread.ofPlatform().name("open-" + id.substring(0, 6)).daemon().start(this::make);
    return true;
  }

  private void make() {
    try {
      ToPeer sink = new ToPeer(peer(), viewers);
      made(factory.create(wishes, sink, this::publish));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a conversation could not be made", e);
      close();
    }
  }

  private void made(Conversation made) {
    boolean starts;
    String text;
    synchronized (this) {
      conversation = made;
      starts = connected;
      text = typed;
    }
    if (closed.get()) { // it took too long
      made.close();
      return;
    }
    if (starts) {
      made.start();
    }
    if (text != null) {
      made.say(text);
    }
  }

  private void mediaFlows() {
    Conversation current;
    synchronized (this) {
      connected = true;
      current = conversation;
    }
    if (current != null) {
      current.start();
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
    return viewers.add(media, sdpOffer, peer().videoCodec());
  }

  /** Whether there was such a viewer. */
  boolean unwatch(String viewer) {
    return viewers.remove(viewer);
  }

  String id() {
    return id;
  }

  /** As unguessable, for those who may only watch. */
  String watchId() {
    return watchId;
  }

  /** The caller's connection. */
  PeerConnection peer() {
    return Objects.requireNonNull(peer);
  }

  Optional<PeerConnection> viewer(String viewer) {
    return viewers.find(viewer);
  }

  void say(String text) {
    Conversation current;
    synchronized (this) {
      current = conversation;
      typed = text;
    }
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
   * @param send must return at once
   * @param close ends the subscriber's connection; must return at once
   */
  synchronized void subscribe(Consumer<String> send, Consumer<Ending> close) {
    subscriber = send;
    hangUp = close;
    if (ending != null) {
      close.accept(ending);
      return;
    }
    while (!backlog.isEmpty()) {
      send.accept(backlog.removeFirst());
    }
    tellOfViewers();
  }

  private synchronized void tellOfViewers() {
    if (subscriber != null && keeper.viewers() > 0) {
      subscriber.accept(EventJson.viewers(watchId, viewers.count()));
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
    public boolean arrived() {
      return admit();
    }

    @Override
    public void connected() {
      mediaFlows();
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
      Level level = hasArrived() ? Level.INFO : Level.DEBUG; // offers are cheap, lines are not
      LOG.log(level, "conversation {0} ended: {1}", id.substring(0, 6), reason);
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
    keeper.ended(this);
    tell(Ending.OVER);
  }

  /** Whether the caller came when all places were taken. */
  synchronized boolean isRefused() {
    return ending == Ending.FULL;
  }

  private synchronized boolean hasArrived() {
    return arrived;
  }

  private synchronized void tell(Ending how) {
    if (ending == null) {
      ending = how;
      if (hangUp != null) {
        hangUp.accept(how);
      }
    }
  }
}
