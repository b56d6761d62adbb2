package dev.damso.webrtc;

/** What one conversation's peer tells. No method may block. */
public interface PeerListener {
  /**
   * An authentic ICE check has come, so somebody is there: whether the connection may go on. Where
   * it may not, the check stays unanswered and the next one asks again. UDP thread.
   */
  default boolean arrived() {
    return true;
  }

  /** Media flows from now on. DTLS thread. */
  void connected();

  /**
   * A microphone packet as it arrived: not reordered, gaps possible. UDP thread; must return at
   * once.
   *
   * @param sequence 0–65535
   * @param rtpTimestamp 0–2³²−1, 48 kHz ticks
   * @param opusPayload one Opus packet
   */
  void audio(int sequence, long rtpTimestamp, byte[] opusPayload);

  /** The browser cannot decode until a key frame comes (PLI or FIR). UDP thread. */
  void keyFrameRequested();

  /** What pictures may take from now on, bits a second. UDP or report thread. */
  default void videoRate(int bitsPerSecond) {}

  /** Called once; nothing is called after it. */
  void closed(String reason);
}
