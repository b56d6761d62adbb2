package dev.damso.face.rig;

import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.BlendShape;
import java.util.Random;

/**
 * What a face does besides speaking: it blinks, looks about, breathes, sways, nods when it listens,
 * looks up when it thinks. The same seed and times give the same movements. One owner thread; times
 * do not go back.
 */
final class Life {
  private static final double BLINK_MS = 160;
  private static final double NOD_MS = 700;
  private static final double BREATH_MS = 4_000;

  /** The part of a breath that goes in. */
  private static final double INHALED = 0.4;

  private final Random random;
  private final double[] phases = new double[6];
  private State state = State.IDLE;
  private double lastMs = Double.NaN;

  /** Milliseconds since the picture before. */
  private double dt;

  /** How much each state holds the face, 0 to 1; they glide. */
  private double listening;

  private double thinking;
  private double speaking;
  private double smiling;
  private double smileFrom = Double.POSITIVE_INFINITY;
  private double smileTo = Double.NEGATIVE_INFINITY;

  private double blinkAt;
  private double nodAt = Double.POSITIVE_INFINITY;
  private double gazeX;
  private double gazeY;
  private double targetX;
  private double targetY;
  private double gazeAt;

  Life(long seed) {
    random = new Random(seed);
    for (int i = 0; i < phases.length; i++) {
      phases[i] = random.nextDouble() * 2 * Math.PI;
    }
    blinkAt = 800 + random.nextDouble() * 2_500;
  }

  void state(State next, double ms) {
    if (next == state) {
      return;
    }
    state = next;
    nodAt =
        next == State.LISTENING
            ? ms + 1_200 + random.nextDouble() * 1_500
            : Double.POSITIVE_INFINITY;
    // People blink when their attention changes.
    blinkAt = Math.min(blinkAt, ms + 150);
    gazeAt = ms;
  }

  /** Smiles while something kind is said, from a little before. */
  void smile(double fromMs, double toMs) {
    smileFrom = fromMs - 200;
    smileTo = toMs + 300;
  }

  /** All but the gaze. */
  void applyTo(Pose pose, double ms) {
    dt = Double.isNaN(lastMs) ? 0 : ms - lastMs;
    lastMs = ms;
    listening = glide(listening, state == State.LISTENING, dt);
    thinking = glide(thinking, state == State.THINKING, dt);
    speaking = glide(speaking, state == State.SPEAKING, dt);
    smiling = glide(smiling, ms >= smileFrom && ms < smileTo, dt);
    sway(pose, ms);
    pose.breath = (float) breath(ms);
    nod(pose, ms);
    blink(pose, ms);
    expression(pose);
  }

  private static double glide(double value, boolean on, double dt) {
    double target = on ? 1 : 0;
    return target + (value - target) * Math.exp(-dt / 180);
  }

  private void sway(Pose pose, double ms) {
    double t = ms / 1000;
    double much = 0.6 + 0.7 * speaking;
    pose.yaw += (float) radians(much * (1.6 * wave(t, 0.13, 0) + 0.8 * wave(t, 0.31, 1)));
    pose.pitch +=
        (float)
            radians(
                much * (0.7 * wave(t, 0.17, 2) + 0.5 * speaking * wave(t, 0.9, 3))
                    + 0.3 * wave(t, 0.25, 4)
                    + 1.2 * listening
                    - 1.5 * thinking);
    pose.roll += (float) radians(much * 0.9 * wave(t, 0.11, 5) + 2.2 * listening + 2.2 * thinking);
    pose.yaw += (float) radians(3.5 * thinking);
  }

  /** In within two fifths of a breath, out in the rest. */
  private double breath(double ms) {
    double turns = ms / BREATH_MS + phases[4] / (2 * Math.PI);
    double x = turns - Math.floor(turns);
    double in = x < INHALED ? x / INHALED : (1 - x) / (1 - INHALED);
    return in * in * (3 - 2 * in);
  }

  private double wave(double seconds, double hz, int phase) {
    return Math.sin(2 * Math.PI * hz * seconds + phases[phase]);
  }

  private static double radians(double degrees) {
    return degrees * Math.PI / 180;
  }

  private void nod(Pose pose, double ms) {
    if (ms > nodAt + NOD_MS) {
      nodAt = ms + 2_500 + random.nextDouble() * 3_000;
    }
    double x = (ms - nodAt) / NOD_MS;
    if (x > 0 && x < 1) {
      pose.pitch += (float) radians(3 * Math.sin(Math.PI * x) * Math.sin(Math.PI * x));
    }
  }

  /**
   * Where the eyes look, once the head is as it will be: they jump and rest, mostly on the viewer.
   * After {@link #applyTo} of the same time.
   */
  void look(Pose pose, double ms) {
    if (ms >= gazeAt) {
      boolean away = random.nextDouble() < (state == State.LISTENING ? 0.1 : 0.25);
      targetX = away ? random.nextGaussian() * 0.16 : random.nextGaussian() * 0.03;
      targetY = away ? random.nextGaussian() * 0.08 : random.nextGaussian() * 0.02;
      gazeAt = ms + (away ? 400 : 900) + random.nextDouble() * 1_600;
    }
    double jump = 1 - Math.exp(-dt / 22);
    gazeX += (targetX + 0.32 * thinking - gazeX) * jump;
    gazeY += (targetY + 0.30 * thinking - gazeY) * jump;
    // The eyes stay on the viewer while the head turns.
    double x = gazeX - pose.yaw * 1.6;
    double y = gazeY + pose.pitch * 1.6;
    pose.add(BlendShape.EYE_LOOK_OUT_LEFT, Math.max(0, x));
    pose.add(BlendShape.EYE_LOOK_IN_RIGHT, Math.max(0, x));
    pose.add(BlendShape.EYE_LOOK_IN_LEFT, Math.max(0, -x));
    pose.add(BlendShape.EYE_LOOK_OUT_RIGHT, Math.max(0, -x));
    pose.addBoth(BlendShape.EYE_LOOK_UP_LEFT, BlendShape.EYE_LOOK_UP_RIGHT, Math.max(0, y));
    pose.addBoth(BlendShape.EYE_LOOK_DOWN_LEFT, BlendShape.EYE_LOOK_DOWN_RIGHT, Math.max(0, -y));
  }

  private void blink(Pose pose, double ms) {
    if (ms >= blinkAt + BLINK_MS) {
      boolean twice = random.nextDouble() < 0.12;
      blinkAt = ms + (twice ? 180 : 2_000 + random.nextDouble() * 4_500);
    }
    double x = (ms - blinkAt) / BLINK_MS;
    if (x > 0 && x < 1) {
      // Lids fall faster than they rise.
      double lid = x < 0.4 ? x / 0.4 : (1 - x) / 0.6;
      pose.addBoth(
          BlendShape.EYE_BLINK_LEFT, BlendShape.EYE_BLINK_RIGHT, lid * lid * (3 - 2 * lid));
    }
  }

  private void expression(Pose pose) {
    warmth(pose, listening, thinking);
    pose.addBoth(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT, 0.24 * smiling);
    pose.addBoth(BlendShape.CHEEK_SQUINT_LEFT, BlendShape.CHEEK_SQUINT_RIGHT, 0.3 * smiling);
    double brows = 0.18 * listening + 0.18 * thinking + 0.14 * speaking;
    pose.add(BlendShape.BROW_INNER_UP, brows);
  }

  /** The kindness of a face at rest: more for who is listened to, less in thought. */
  static void warmth(Pose pose, double listening, double thinking) {
    double warm = (0.10 + 0.12 * listening) * (1 - 0.5 * thinking);
    pose.addBoth(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT, warm);
    pose.addBoth(BlendShape.CHEEK_SQUINT_LEFT, BlendShape.CHEEK_SQUINT_RIGHT, warm * 0.6);
  }
}
