package dev.damso.bench;

import dev.damso.bench.DrawnPictures.Speech;
import dev.damso.face.FaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import java.util.ArrayDeque;
import java.util.Optional;

/** A face whose pictures are numbered, and known by their numbers. As the face, one owner. */
final class StampedFace implements FaceAnimator {
  private final FaceAnimator face;
  private final DrawnPictures pictures;
  private final int lateMs;

  /** What was announced and is not over, in order. */
  private final ArrayDeque<Announced> speech = new ArrayDeque<>();

  private record Announced(MediaTime start, double lengthMs) {
    boolean sounds(double ms) {
      return start.millis() <= ms && ms < endMs();
    }

    double endMs() {
      return start.millis() + lengthMs;
    }
  }

  /**
   * @param lateMs draws what should have been shown so long ago: a fault for the bench to find
   */
  StampedFace(FaceAnimator face, DrawnPictures pictures, int lateMs) {
    this.face = face;
    this.pictures = pictures;
    this.lateMs = lateMs;
  }

  @Override
  public void speech(SpeechChunk chunk, MediaTime start) {
    face.speech(chunk, start);
    speech.add(new Announced(start, chunk.durationMs()));
  }

  @Override
  public void stopSpeech(MediaTime at) {
    face.stopSpeech(at);
    speech.clear();
  }

  @Override
  public void state(State state, MediaTime at) {
    face.state(state, at);
  }

  @Override
  public VideoFrame frame(MediaTime time) {
    MediaTime shown = time.plus(MediaTime.ofMillis(-lateMs));
    VideoFrame drawn = face.frame(shown);
    speech.removeIf(announced -> announced.endMs() < shown.millis());
    Optional<Speech> said =
        speech.stream()
            .filter(announced -> announced.sounds(shown.millis()))
            .map(announced -> Speech.in(announced.start(), announced.lengthMs(), shown))
            .findFirst();
    VideoFrame now = new VideoFrame(time, drawn.width(), drawn.height(), drawn.i420());
    return Stamp.on(now, pictures.add(said));
  }

  @Override
  public void close() {
    face.close();
  }
}
