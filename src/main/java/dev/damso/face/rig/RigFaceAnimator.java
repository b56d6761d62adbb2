package dev.damso.face.rig;

import dev.damso.face.FaceAnimator;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Rasterizer;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import org.jspecify.annotations.Nullable;

/** A textured head, moved by phonemes and by {@link Life}, drawn in software. */
public final class RigFaceAnimator implements FaceAnimator {
  private final Rasterizer rasterizer;
  private final Lips lips = new Lips();
  private final Life life;
  private final HeldHead head;
  private @Nullable VideoFrame last;

  /**
   * @param width pixels, even
   * @param height pixels, even
   * @param seed of the movements that are not speech
   */
  public RigFaceAnimator(AvatarBundle avatar, int width, int height, long seed) {
    rasterizer = new Rasterizer(avatar, width, height);
    head = new HeldHead(height);
    life = new Life(seed);
  }

  @Override
  public void speech(SpeechChunk chunk, MediaTime start) {
    lips.add(chunk, start.millis());
  }

  @Override
  public void stopSpeech(MediaTime at) {
    lips.stop(at.millis());
  }

  @Override
  public void state(State state, MediaTime at) {
    life.state(state, at.millis());
  }

  @Override
  public VideoFrame frame(MediaTime time) {
    VideoFrame previous = last;
    if (previous != null && previous.pts().equals(time)) {
      return previous;
    }
    Pose pose = pose(time.millis());
    head.hold(pose);
    VideoFrame drawn = rasterizer.render(time, pose.weights, pose.yaw, pose.pitch, pose.roll);
    last = drawn;
    return drawn;
  }

  private Pose pose(double ms) {
    Pose pose = new Pose();
    life.applyTo(pose, ms);
    lips.at(ms).applyTo(pose);
    pose.limit();
    return pose;
  }

  @Override
  public void close() {}
}
