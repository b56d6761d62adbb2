package dev.damso.video;

import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoFrame;

/** Codes pictures as H.264, constrained baseline, Annex B. One owner thread. */
public interface VideoEncoder extends AutoCloseable {
  /**
   * @param keyFrame make it one at which decoding can start, with SPS and PPS before it
   * @return the coded picture: there is no delay
   */
  EncodedFrame encode(VideoFrame frame, boolean keyFrame);

  /** Changes the target, bits a second. */
  void bitRate(int bitsPerSecond);

  /** The encoder's own name: {@code h264_nvenc}. */
  String name();

  @Override
  void close();
}
