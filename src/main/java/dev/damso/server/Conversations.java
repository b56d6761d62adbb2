package dev.damso.server;

import dev.damso.telemetry.Metrics;
import dev.damso.webrtc.PeerConnection;
import dev.damso.webrtc.SdpException;
import dev.damso.webrtc.WebRtcServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The conversations that are open. Thread safe. */
final class Conversations implements AutoCloseable {
  private final WebRtcServer media;
  private final ConversationFactory factory;
  private final Semaphore places;
  private final Map<String, LiveConversation> open = new ConcurrentHashMap<>();
  private volatile Runnable refused = () -> {};

  Conversations(WebRtcServer media, ConversationFactory factory, int limit) {
    this.media = media;
    this.factory = factory;
    this.places = new Semaphore(limit);
  }

  /**
   * @return the new conversation, or empty where there is no place left
   * @throws SdpException for an offer that cannot be answered
   */
  Optional<LiveConversation> open(String sdpOffer, Wishes wishes) throws SdpException {
    if (!places.tryAcquire()) {
      refused.run();
      return Optional.empty();
    }
    LiveConversation live = new LiveConversation(this::ended);
    open.put(live.id(), live);
    try {
      live.open(media, factory, sdpOffer, wishes);
      return Optional.of(live);
    } catch (SdpException | RuntimeException e) {
      live.close(); // gives its place back
      throw e;
    }
  }

  /**
   * Another browser watches a conversation.
   *
   * @return its connection, or empty where the conversation has no place for viewers left
   * @throws SdpException for an offer that cannot be answered
   */
  Optional<PeerConnection> watch(LiveConversation live, String sdpOffer) throws SdpException {
    return live.watch(media, sdpOffer);
  }

  /** Has them counted. */
  void watch(Metrics metrics) {
    refused = metrics::refused;
    metrics.gauge("damso.conversations.open", "Conversations that are open", open::size);
    metrics.gauge("damso.conversations.free", "Places that are free", places::availablePermits);
  }

  Optional<LiveConversation> find(String id) {
    return Optional.ofNullable(open.get(id));
  }

  private void ended(LiveConversation live) {
    open.remove(live.id());
    places.release();
  }

  @Override
  public void close() {
    open.values().forEach(LiveConversation::close);
  }
}
