package dev.damso.face.rig;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.damso.face.FaceAnimator;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.Rasterizer;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A textured head, moved by phonemes and by {@link Life}, drawn in software. */
public final class RigFaceAnimator implements FaceAnimator {
  /** Said with a smile. */
  private static final Pattern GREETING =
      Pattern.compile(
          "안녕|반가|반갑|어서 오|고마|감사|\\b(hello|hi|welcome|thanks?|nice to)\\b", CASE_INSENSITIVE);

  /** What a photo turns of a rig's turns: beyond, the hidden sides of the head would be missed. */
  private static final float TURN_OF_PHOTO = .6f;

  /** Radians that the head goes down with a stressed word. */
  private static final double NOD = 0.012;

  private final Rasterizer rasterizer;
  private final Lips lips;
  private final Life life;
  private final Expressions expressions = new Expressions();
  private final HeldHead head;
  private final boolean fromPhoto;
  private double lastMs = Double.NaN;
  private @Nullable VideoFrame last;

  /**
   * @param width pixels, even
   * @param height pixels, even
   * @param seed of the movements that are not speech
   */
  public RigFaceAnimator(AvatarBundle avatar, Backdrop backdrop, int width, int height, long seed) {
    this(avatar, backdrop, width, height, seed, true, PhoneEar.DEAF);
  }

  /**
   * @param marked whether pictures of an avatar that was made from a photo carry a badge
   * @param ear for speech without phones
   */
  public RigFaceAnimator(
      AvatarBundle avatar,
      Backdrop backdrop,
      int width,
      int height,
      long seed,
      boolean marked,
      PhoneEar ear) {
    lips = new Lips(ear);
    fromPhoto = avatar.about().fromPhoto();
    rasterizer = new Rasterizer(avatar, backdrop, width, height, marked && fromPhoto);
    head = new HeldHead(height);
    life = new Life(seed);
  }

  @Override
  public void speech(SpeechChunk chunk, MediaTime start) {
    lips.add(chunk, start.millis());
    double end = start.millis() + chunk.durationMs();
    expressions.add(chunk.emotions(), chunk.spokenText(), start.millis(), end);
    if (GREETING.matcher(chunk.spokenText()).find()) {
      life.smile(start.millis(), end);
    }
  }

  @Override
  public void stopSpeech(MediaTime at) {
    lips.stop(at.millis());
    expressions.stop(at.millis());
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
    VideoFrame drawn = rasterizer.render(time, pose.weights, pose.bearing());
    last = drawn;
    return drawn;
  }

  private Pose pose(double ms) {
    Pose pose = new Pose();
    life.applyTo(pose, ms);
    expressions.applyTo(pose, ms, Double.isNaN(lastMs) ? 0 : ms - lastMs);
    lastMs = ms;
    lips.at(ms).applyTo(pose);
    double stress = lips.stress(ms);
    pose.add(BlendShape.BROW_INNER_UP, 0.28 * stress);
    pose.addBoth(BlendShape.BROW_OUTER_UP_LEFT, BlendShape.BROW_OUTER_UP_RIGHT, 0.22 * stress);
    pose.pitch += (float) (NOD * stress);
    if (fromPhoto) {
      pose.turnLess(TURN_OF_PHOTO);
      pose.breath = 0;
    }
    head.hold(pose);
    life.look(pose, ms);
    pose.limit();
    return pose;
  }

  @Override
  public void close() {}
}
