package dev.damso.webrtc.client;

/** What a {@link WebRtcClient} tells, on its one thread; no method may block. */
public interface ClientListener {
  /** Media can flow. */
  default void connected() {}

  /** A packet of sound came. */
  default void sound(ReceivedSound sound) {}

  /** A picture is whole. */
  default void picture(ReceivedPicture picture) {}

  /** The server has hung up, or the handshake failed; called once, on any thread. */
  default void closed(String reason) {}
}
