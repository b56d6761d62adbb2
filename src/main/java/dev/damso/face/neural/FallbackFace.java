package dev.damso.face.neural;

import dev.damso.face.FaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import java.util.function.Consumer;

/**
 * A face that another stands in for once it fails for good: both hear everything, one is drawn. One
 * owner thread.
 */
public final class FallbackFace implements FaceAnimator {
  private final FaceAnimator first;
  private final FaceAnimator second;
  private final Consumer<String> notices;
  private boolean failed;

  public FallbackFace(FaceAnimator first, FaceAnimator second, Consumer<String> notices) {
    this.first = first;
    this.second = second;
    this.notices = notices;
  }

  @Override
  public void speech(SpeechChunk chunk, MediaTime start) {
    first.speech(chunk, start);
    second.speech(chunk, start);
  }

  @Override
  public void stopSpeech(MediaTime at) {
    first.stopSpeech(at);
    second.stopSpeech(at);
  }

  @Override
  public void state(State state, MediaTime at) {
    first.state(state, at);
    second.state(state, at);
  }

  @Override
  public VideoFrame frame(MediaTime time) {
    if (!failed) {
      try {
        return first.frame(time);
      } catch (DeviceFailure e) {
        failed = true;
        notices.accept("the neural face failed (" + e.getMessage() + "): the rig goes on");
      }
    }
    return second.frame(time);
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
