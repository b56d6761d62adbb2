package dev.damso.face;

import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;

/** A grey square; with {@code broken} it cannot be drawn. */
public record FakeFaceAnimator(boolean broken) implements FaceAnimator {
  @Override
  public void speech(SpeechChunk chunk, MediaTime start) {}

  @Override
  public void stopSpeech(MediaTime at) {}

  @Override
  public void state(State state, MediaTime at) {}

  @Override
  public VideoFrame frame(MediaTime time) {
    if (broken) {
      throw new IllegalStateException("no face");
    }
    return new VideoFrame(time, 16, 16, new byte[16 * 16 * 3 / 2]);
  }

  @Override
  public void close() {}
}
