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
}
