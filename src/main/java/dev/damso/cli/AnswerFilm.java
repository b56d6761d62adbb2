package dev.damso.cli;

import dev.damso.face.FaceAnimator;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.playout.Playout;
import dev.damso.video.Mp4Writer;
import dev.damso.video.VideoEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays speech to a face and films it: the live path's playout, animator and encoder on a clock
 * that runs as fast as they do. One owner thread.
 */
final class AnswerFilm implements AutoCloseable {
  private static final long FRAME_TICKS = SpeechChunk.SAMPLE_RATE / FaceAnimator.FRAMES_PER_SECOND;

  /** A key frame each two seconds, so that players can seek. */
  private static final int KEY_FRAME_EVERY = 2 * FaceAnimator.FRAMES_PER_SECOND;

  private final FaceAnimator face;
  private final VideoEncoder encoder;
  private final Mp4Writer mp4;
  private final Playout playout;
  private final List<Double> frameMs = new ArrayList<>();
  private final List<Double> encodingMs = new ArrayList<>();

  AnswerFilm(
      Path out, int width, int height, FaceAnimator face, VideoEncoder encoder, Playout playout) {
    this.face = face;
    this.encoder = encoder;
    this.playout = playout;
    this.mp4 = new Mp4Writer(out, width, height, FaceAnimator.FRAMES_PER_SECOND);
  }

  /** Films {@code seconds} of what the playout has. */
  void roll(double seconds) {
    long end = playout.now().ticks() + (long) (seconds * SpeechChunk.SAMPLE_RATE);
    while (playout.now().ticks() < end) {
      step();
    }
  }

  /** Films until the playout has nothing more to say. */
  void rollToEnd() {
    while (playout.speaking()) {
      step();
    }
  }

  private void step() {
    MediaTime now = playout.now();
    if (now.ticks() % FRAME_TICKS == 0) {
      shoot(now);
    }
    mp4.audio(playout.next().audio().pcm());
  }

  private void shoot(MediaTime now) {
    long started = System.nanoTime();
    var picture = face.frame(now);
    long drawn = System.nanoTime();
    EncodedFrame coded = encoder.encode(picture, frameMs.size() % KEY_FRAME_EVERY == 0);
    long encoded = System.nanoTime();
    mp4.video(coded);
    frameMs.add((drawn - started) / 1e6);
    encodingMs.add((encoded - drawn) / 1e6);
  }

  void speech(SpeechChunk chunk) {
    playout.enqueue(chunk).ifPresent(start -> face.speech(chunk, start));
  }

  FaceAnimator face() {
    return face;
  }

  List<Double> frameMs() {
    return frameMs;
  }

  List<Double> encodingMs() {
    return encodingMs;
  }

  /** Completes the file. */
  void finish() {
    mp4.finish();
  }

  /** Without {@link #finish} no file is left. */
  @Override
  public void close() {
    mp4.close();
    encoder.close();
    face.close();
  }
}
