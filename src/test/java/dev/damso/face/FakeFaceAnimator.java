package dev.damso.face;

import dev.damso.media.Emotion;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import java.util.function.Consumer;

/**
 * A grey square.
 *
 * @param broken whether it cannot be drawn
 * @param felt told the emotions of what is said
 */
public record FakeFaceAnimator(boolean broken, Consumer<Emotion> felt) implements FaceAnimator {
  /** Pixels; the least that every encoder takes is less. */
  public static final int SIDE = 64;

  public FakeFaceAnimator(boolean broken) {
    this(broken, emotion -> {});
  }

  public FakeFaceAnimator(Consumer<Emotion> felt) {
    this(false, felt);
  }

  @Override
  public void speech(SpeechChunk chunk, MediaTime start) {
    chunk.emotions().forEach(cue -> felt.accept(cue.emotion()));
  }

  @Override
  public void stopSpeech(MediaTime at) {}

  @Override
  public void state(State state, MediaTime at) {}

  @Override
  public VideoFrame frame(MediaTime time) {
    if (broken) {
      throw new IllegalStateException("no face");
    }
    return new VideoFrame(time, SIDE, SIDE, new byte[SIDE * SIDE * 3 / 2]);
  }

  @Override
  public void close() {}
}
