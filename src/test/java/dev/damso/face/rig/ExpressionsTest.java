package dev.damso.face.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.face.render.BlendShape;
import dev.damso.media.Emotion;
import dev.damso.media.EmotionCue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExpressionsTest {
  private final Expressions expressions = new Expressions();
  private double last;

  private Pose at(double ms) {
    Pose pose = new Pose();
    for (; last + 40 <= ms; last += 40) {
      pose = new Pose();
      Life.warmth(pose, 0, 0);
      expressions.applyTo(pose, last + 40, 40);
    }
    return pose;
  }

  @Test
  void anEmotionShowsWhereItStandsAndFadesAfterTheSpeech() {
    expressions.add(List.of(new EmotionCue(Emotion.SURPRISED, 1_000)), "", 2_000, 4_500);
    assertThat(at(2_800).get(BlendShape.BROW_INNER_UP)).isZero();
    assertThat(at(3_300).get(BlendShape.BROW_INNER_UP)).isGreaterThan(0.3f);
    assertThat(at(5_000).get(BlendShape.EYE_WIDE_LEFT)).isGreaterThan(0.4f);
    assertThat(at(7_000).get(BlendShape.EYE_WIDE_LEFT)).isLessThan(0.02f);
  }

  @Test
  void whatIsInterruptedIsNotShown() {
    expressions.add(List.of(new EmotionCue(Emotion.SMILE, 0)), "", 0, 4_000);
    expressions.add(List.of(new EmotionCue(Emotion.SAD, 2_000)), "", 0, 4_000);
    assertThat(at(600).get(BlendShape.MOUTH_SMILE_LEFT)).isGreaterThan(0.3f);
    expressions.stop(800);
    assertThat(at(2_600).get(BlendShape.MOUTH_FROWN_LEFT)).isZero();
    assertThat(at(4_000).get(BlendShape.MOUTH_SMILE_LEFT)).isLessThan(0.12f);
  }

  @Test
  void wordsTellTheFaceWhereTheSpeechNamesNoEmotion() {
    expressions.add(List.of(), "죄송해요.", 0, 1_000);
    assertThat(at(800).get(BlendShape.MOUTH_FROWN_LEFT)).isGreaterThan(0.15f);
    expressions.add(List.of(new EmotionCue(Emotion.SURPRISED, 0)), "정말요?", 5_000, 6_000);
    expressions.add(List.of(), "죄송해요.", 6_000, 7_000);
    assertThat(at(6_800).get(BlendShape.MOUTH_FROWN_LEFT)).isLessThan(0.02f);
    assertThat(at(6_840).get(BlendShape.EYE_WIDE_LEFT)).isGreaterThan(0.4f);
  }

  @Test
  void emotionsGlide() {
    expressions.add(
        List.of(new EmotionCue(Emotion.LAUGH, 100), new EmotionCue(Emotion.SAD, 900)),
        "",
        0,
        2_000);
    float before = at(40).get(BlendShape.MOUTH_SMILE_LEFT);
    for (double ms = 80; ms < 4_000; ms += 40) {
      float now = at(ms).get(BlendShape.MOUTH_SMILE_LEFT);
      assertThat(Math.abs(now - before)).as("at %.0f ms", ms).isLessThan(0.13f);
      before = now;
    }
  }

  @Test
  void eachEmotionHasAFaceOfItsOwn() {
    Set<List<Integer>> faces = new HashSet<>();
    for (Emotion emotion : Emotion.values()) {
      Pose pose = new Pose();
      Life.warmth(pose, 0, 0);
      Expressions.show(emotion, pose, 1);
      pose.limit();
      faces.add(
          java.util.stream.IntStream.range(0, BlendShape.COUNT)
              .mapToObj(i -> Math.round(pose.weights[i] * 10))
              .toList());
    }
    assertThat(faces).hasSameSizeAs(Emotion.values());
  }
}
