package dev.damso.server;

import dev.damso.telemetry.Metrics;
import dev.damso.webrtc.PeerConnection;
import dev.damso.webrtc.SdpException;
import dev.damso.webrtc.WebRtcServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conversations that are open, and the offers that wait for their caller's first packet:
 * {@value #MOST_WAITING}, then the oldest gives way. An offer takes no place; who comes takes one.
 * Thread safe.
 */
final class Conversations implements AutoCloseable, LiveConversation.Keeper {
  static final int MOST_WAITING = 100;

  private final WebRtcServer media;
  private final ConversationFactory factory;
  private final int limit;
  private final int viewers;

  // By the lock of this.
  private final Map<String, LiveConversation> open = new HashMap<>();
  private final LinkedHashMap<String, LiveConversation> waiting = new LinkedHashMap<>();

  private volatile Runnable refused = () -> {};

  /**
   * @param limit of conversations
   * @param viewers of each
   */
  Conversations(WebRtcServer media, ConversationFactory factory, int limit, int viewers) {
    this.media = media;
    this.factory = factory;
    this.limit = limit;
    this.viewers = viewers;
  }

  /**
   * @return what will be a conversation when its caller comes, or empty where no place is left now
   * @throws SdpException for an offer that cannot be answered
   */
  Optional<LiveConversation> offer(String sdpOffer, Wishes wishes) throws SdpException {
    if (free() <= 0) {
      refused.run();
      return Optional.empty();
    }
    LiveConversation live = LiveConversation.offer(media, sdpOffer, factory, wishes, this);
    wait(live).ifPresent(LiveConversation::close);
    return Optional.of(live);
  }

  /** The one that gives way. */
  private synchronized Optional<LiveConversation> wait(LiveConversation live) {
    waiting.put(live.id(), live);
    return waiting.size() > MOST_WAITING
        ? Optional.of(waiting.pollFirstEntry().getValue())
        : Optional.empty();
  }

  @Override
  public synchronized boolean admit(LiveConversation live) {
    if (open.size() >= limit) {
      refused.run();
      return false;
    }
    if (waiting.remove(live.id()) == null) {
      return false; // it has just given way
    }
    open.put(live.id(), live);
    return true;
  }

  @Override
  public int viewers() {
    return viewers;
  }

  @Override
  public synchronized void ended(LiveConversation live) {
    waiting.remove(live.id());
    open.remove(live.id());
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
    metrics.gauge("damso.conversations.open", "Conversations that are open", this::count);
    metrics.gauge("damso.conversations.free", "Places that are free", this::free);
    metrics.gauge("damso.offers.waiting", "Offers whose caller has not come yet", this::offers);
  }

  private synchronized int count() {
    return open.size();
  }

  private synchronized int free() {
    return limit - open.size();
  }

  synchronized int offers() {
    return waiting.size();
  }

  /** Also one whose caller has not come yet. */
  synchronized Optional<LiveConversation> find(String id) {
    return Optional.ofNullable(open.get(id)).or(() -> Optional.ofNullable(waiting.get(id)));
  }

  /**
   * One that talks, for who wants to watch it.
   *
   * @param id its own, or the one that is good for watching only
   */
  synchronized Optional<LiveConversation> watched(String id) {
    return Optional.ofNullable(open.get(id))
        .or(() -> open.values().stream().filter(live -> live.watchId().equals(id)).findFirst());
  }

  @Override
  public void close() {
    List<LiveConversation> ending = new ArrayList<>();
    synchronized (this) {
      ending.addAll(open.values());
      ending.addAll(waiting.values());
    }
    ending.forEach(LiveConversation::close);
  }
}
