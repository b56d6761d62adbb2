package dev.damso.video;

import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoFrame;

/** Codes pictures: H.264, constrained baseline, Annex B; or VP8. One owner thread. */
public interface VideoEncoder extends AutoCloseable {
  /**
   * @param keyFrame make it one at which decoding can start; H.264 has SPS and PPS before it
   * @return the coded picture: there is no delay
   */
  EncodedFrame encode(VideoFrame frame, boolean keyFrame);

  /** Changes the target, bits a second; the next picture may become a key frame, and smaller. */
  void bitRate(int bitsPerSecond);

  /** The encoder's own name: {@code h264_nvenc}. */
  String name();

  @Override
  void close();
}
