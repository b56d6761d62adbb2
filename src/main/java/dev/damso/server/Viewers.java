package dev.damso.server;

import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoCodec;
import dev.damso.webrtc.PeerConnection;
import dev.damso.webrtc.PeerListener;
import dev.damso.webrtc.SdpException;
import dev.damso.webrtc.WebRtcServer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Browsers that watch a conversation and say nothing. They get what the person who talks gets, at
 * the rate of that person's network. Thread safe.
 */
final class Viewers implements AutoCloseable {
  private final Map<String, PeerConnection> watching = new ConcurrentHashMap<>();
  private final Set<String> connected = ConcurrentHashMap.newKeySet();
  private final int most;
  private final Runnable keyFrame;
  private final Runnable changed;
  private boolean closed;

  /**
   * @param keyFrame asks for a picture to start with
   * @param changed told when {@link #count} has changed
   */
  Viewers(int most, Runnable keyFrame, Runnable changed) {
    this.most = most;
    this.keyFrame = keyFrame;
    this.changed = changed;
  }

  /**
   * @param codec of the conversation's pictures
   * @return the viewer's connection, or empty where there is no place left
   * @throws SdpException for an offer that cannot be answered with this codec
   */
  synchronized Optional<PeerConnection> add(WebRtcServer media, String sdpOffer, VideoCodec codec)
      throws SdpException {
    if (closed || watching.size() >= most) {
      return Optional.empty();
    }
    Viewer viewer = new Viewer();
    PeerConnection peer = media.accept(sdpOffer, viewer);
    if (peer.videoCodec() != codec) {
      peer.close();
      throw new SdpException("This conversation is in " + codec + "; offer that");
    }
    viewer.peer = peer;
    watching.put(peer.id(), peer);
    return Optional.of(peer);
  }

  Optional<PeerConnection> find(String id) {
    return Optional.ofNullable(watching.get(id));
  }

  /** Whether there was such a viewer. */
  boolean remove(String id) {
    PeerConnection peer = watching.get(id);
    if (peer != null) {
      peer.close();
    }
    return peer != null;
  }

  void audio(EncodedFrame opus) {
    watching.values().forEach(peer -> peer.sendAudio(opus));
  }

  void video(EncodedFrame picture) {
    watching.values().forEach(peer -> peer.sendVideo(picture));
  }

  /** Those that see something. */
  int count() {
    return connected.size();
  }

  private final class Viewer implements PeerListener {
    private volatile @org.jspecify.annotations.Nullable PeerConnection peer;

    @Override
    public void connected() {
      PeerConnection here = peer;
      if (here != null && connected.add(here.id())) {
        changed.run();
      }
      keyFrame.run();
    }

    @Override
    public void audio(int sequence, long rtpTimestamp, byte[] opusPayload) {} // is not heard

    @Override
    public void keyFrameRequested() {
      keyFrame.run();
    }

    @Override
    public void closed(String reason) {
      PeerConnection ended = peer;
      if (ended != null) {
        watching.remove(ended.id());
        if (connected.remove(ended.id())) {
          changed.run();
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    watching.values().forEach(PeerConnection::close);
  }
}
