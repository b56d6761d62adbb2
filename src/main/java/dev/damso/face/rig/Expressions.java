package dev.damso.face.rig;

import dev.damso.face.render.BlendShape;
import dev.damso.media.Emotion;
import dev.damso.media.EmotionCue;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The emotions that speech names, each from a little before its words until the next, or a little
 * beyond the speech. They glide into each other. One owner thread; times do not go back.
 */
final class Expressions {
  /** A face changes before the voice says why. */
  private static final double AHEAD_MS = 120;

  /** How long an expression outlives the speech. */
  private static final double LINGER_MS = 900;

  private static final double GLIDE_MS = 170;

  /** Below this level nothing is seen. */
  private static final double FAINTEST = 0.002;

  /** Smiles come last: the others take away only the smile that a face at rest has. */
  private static final List<Emotion> ORDER = List.of(Emotion.values()).reversed();

  private record Shown(Emotion emotion, double fromMs) {}

  private final ArrayDeque<Shown> coming = new ArrayDeque<>();
  private final Map<Emotion, Double> levels = new EnumMap<>(Emotion.class);
  private Emotion now = Emotion.NEUTRAL;
  private double endMs = Double.NEGATIVE_INFINITY;

  /** Whether this speech names emotions: then its words are not asked for them. */
  private boolean named;

  /**
   * @param cues that the speech names
   * @param text what it says
   * @param startMs when it begins
   * @param speechEndMs when it ends
   */
  void add(List<EmotionCue> cues, String text, double startMs, double speechEndMs) {
    named = !cues.isEmpty() || named && startMs < endMs;
    if (!named) {
      Tone.of(text).ifPresent(tone -> coming.add(new Shown(tone, startMs - AHEAD_MS)));
    }
    for (EmotionCue cue : cues) {
      coming.add(new Shown(cue.emotion(), startMs + cue.atMs() - AHEAD_MS));
    }
    endMs = speechEndMs + LINGER_MS;
  }

  /** Forgets what would be shown from {@code ms} on. */
  void stop(double ms) {
    coming.removeIf(shown -> shown.fromMs() >= ms - AHEAD_MS);
    endMs = Math.min(endMs, ms + LINGER_MS);
  }

  /**
   * @param dt milliseconds since the last picture
   */
  void applyTo(Pose pose, double ms, double dt) {
    while (!coming.isEmpty() && coming.getFirst().fromMs() <= ms) {
      now = coming.removeFirst().emotion();
    }
    if (ms >= endMs && coming.isEmpty()) {
      now = Emotion.NEUTRAL;
    }
    for (Emotion emotion : ORDER) {
      double target = emotion == now ? 1 : 0;
      double level = levels.getOrDefault(emotion, 0.0);
      level = target + (level - target) * Math.exp(-dt / GLIDE_MS);
      levels.put(emotion, level);
      if (level > FAINTEST) {
        show(emotion, pose, level);
      }
    }
  }

  /** Puts an emotion onto a face; {@code much} 1 is all of it. */
  static void show(Emotion emotion, Pose pose, double much) {
    switch (emotion) {
      case NEUTRAL -> {}
      case SMILE -> smile(pose, 0.30 * much, 0.38 * much);
      case LAUGH -> {
        smile(pose, 0.42 * much, 0.60 * much);
        pose.addBoth(BlendShape.EYE_SQUINT_LEFT, BlendShape.EYE_SQUINT_RIGHT, 0.35 * much);
        pose.add(BlendShape.BROW_INNER_UP, 0.12 * much);
        brows(pose, 0.12 * much);
        pose.add(BlendShape.JAW_OPEN, 0.04 * much);
      }
      case SAD -> {
        unsmile(pose, much);
        pose.addBoth(BlendShape.MOUTH_FROWN_LEFT, BlendShape.MOUTH_FROWN_RIGHT, 0.50 * much);
        pose.add(BlendShape.MOUTH_SHRUG_LOWER, 0.18 * much);
        pose.add(BlendShape.BROW_INNER_UP, 0.70 * much);
        pose.addBoth(BlendShape.EYE_LOOK_DOWN_LEFT, BlendShape.EYE_LOOK_DOWN_RIGHT, 0.12 * much);
        pose.addBoth(BlendShape.EYE_BLINK_LEFT, BlendShape.EYE_BLINK_RIGHT, 0.06 * much);
        turn(pose, 1.6 * much, 1.2 * much);
      }
      case WORRIED -> {
        unsmile(pose, 0.8 * much);
        pose.add(BlendShape.BROW_INNER_UP, 0.60 * much);
        pose.addBoth(BlendShape.BROW_DOWN_LEFT, BlendShape.BROW_DOWN_RIGHT, 0.22 * much);
        pose.addBoth(BlendShape.MOUTH_FROWN_LEFT, BlendShape.MOUTH_FROWN_RIGHT, 0.20 * much);
        turn(pose, 0, 2.4 * much);
      }
      case SURPRISED -> {
        unsmile(pose, 0.5 * much);
        pose.add(BlendShape.BROW_INNER_UP, 0.65 * much);
        brows(pose, 0.70 * much);
        pose.addBoth(BlendShape.EYE_WIDE_LEFT, BlendShape.EYE_WIDE_RIGHT, 0.55 * much);
        pose.add(BlendShape.JAW_OPEN, 0.07 * much);
        turn(pose, -1.6 * much, 0);
      }
      case THINKING -> {
        unsmile(pose, 0.7 * much);
        pose.add(BlendShape.BROW_DOWN_LEFT, 0.35 * much);
        pose.add(BlendShape.BROW_OUTER_UP_RIGHT, 0.40 * much);
        pose.add(BlendShape.MOUTH_LEFT, 0.12 * much);
        pose.addBoth(BlendShape.MOUTH_PRESS_LEFT, BlendShape.MOUTH_PRESS_RIGHT, 0.15 * much);
        pose.addBoth(BlendShape.EYE_LOOK_UP_LEFT, BlendShape.EYE_LOOK_UP_RIGHT, 0.25 * much);
        turn(pose, -1.2 * much, -2.2 * much);
      }
      case SERIOUS -> {
        unsmile(pose, much);
        pose.addBoth(BlendShape.BROW_DOWN_LEFT, BlendShape.BROW_DOWN_RIGHT, 0.40 * much);
        pose.addBoth(BlendShape.EYE_SQUINT_LEFT, BlendShape.EYE_SQUINT_RIGHT, 0.15 * much);
      }
    }
  }

  private static void smile(Pose pose, double mouth, double cheeks) {
    pose.addBoth(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT, mouth);
    pose.addBoth(BlendShape.CHEEK_SQUINT_LEFT, BlendShape.CHEEK_SQUINT_RIGHT, cheeks);
  }

  /** Takes the smile away that a face at rest has. */
  private static void unsmile(Pose pose, double much) {
    pose.scale(BlendShape.MOUTH_SMILE_LEFT, 1 - much);
    pose.scale(BlendShape.MOUTH_SMILE_RIGHT, 1 - much);
    pose.scale(BlendShape.CHEEK_SQUINT_LEFT, 1 - much);
    pose.scale(BlendShape.CHEEK_SQUINT_RIGHT, 1 - much);
  }

  private static void brows(Pose pose, double up) {
    pose.addBoth(BlendShape.BROW_OUTER_UP_LEFT, BlendShape.BROW_OUTER_UP_RIGHT, up);
  }

  private static void turn(Pose pose, double pitchDegrees, double rollDegrees) {
    pose.pitch += (float) Math.toRadians(pitchDegrees);
    pose.roll += (float) Math.toRadians(rollDegrees);
  }
}
