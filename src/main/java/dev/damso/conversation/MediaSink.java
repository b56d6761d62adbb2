package dev.damso.conversation;

import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoCodec;

/** Where a conversation's coded sound and pictures go. Must not block. */
public interface MediaSink {
  /** An Opus packet of 20 ms, from the pacer's thread. */
  void audio(EncodedFrame opus);

  /** What {@link #video} takes. */
  default VideoCodec videoCodec() {
    return VideoCodec.H264;
  }

  /** A coded picture, from the conversation's video thread. */
  void video(EncodedFrame picture);

  /**
   * What the person says, as it came from the network: any order, gaps possible. Any thread.
   *
   * @param sequence RTP, 16 bits
   */
  default void microphone(int sequence, byte[] opus) {}

  /** The conversation is over. Any thread. */
  default void close() {}
}
