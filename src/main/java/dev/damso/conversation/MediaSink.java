package dev.damso.conversation;

import dev.damso.media.EncodedFrame;

/** Where a conversation's coded sound and pictures go. Must not block. */
public interface MediaSink {
  /** An Opus packet of 20 ms, from the pacer's thread. */
  void audio(EncodedFrame opus);

  /** An H.264 access unit, from the conversation's video thread. */
  void video(EncodedFrame picture);
}
