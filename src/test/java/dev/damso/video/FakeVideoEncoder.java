package dev.damso.video;

import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoFrame;

/** Codes every picture as one byte. */
public final class FakeVideoEncoder implements VideoEncoder {
  @Override
  public EncodedFrame encode(VideoFrame frame, boolean keyFrame) {
    return new EncodedFrame(frame.pts(), new byte[1], keyFrame);
  }

  @Override
  public void bitRate(int bitsPerSecond) {}

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void close() {}
}
