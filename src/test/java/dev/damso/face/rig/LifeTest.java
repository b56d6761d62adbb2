package dev.damso.face.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.BlendShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LifeTest {
  private static final double FRAME_MS = 40;

  private static List<Pose> watch(Life life, double seconds) {
    List<Pose> poses = new ArrayList<>();
    for (double ms = 0; ms < seconds * 1000; ms += FRAME_MS) {
      Pose pose = new Pose();
      life.applyTo(pose, ms);
      life.look(pose, ms);
      poses.add(pose);
    }
    return poses;
  }

  @Test
  void blinksEveryFewSeconds() {
    int blinks = 0;
    boolean shut = false;
    for (Pose pose : watch(new Life(4), 60)) {
      boolean now = pose.get(BlendShape.EYE_BLINK_LEFT) > 0.5f;
      blinks += now && !shut ? 1 : 0;
      shut = now;
    }
    assertThat(blinks).isBetween(8, 30);
  }

  @Test
  void theSameSeedMovesTheSame() {
    List<Pose> once = watch(new Life(9), 5);
    List<Pose> again = watch(new Life(9), 5);
    List<Pose> other = watch(new Life(10), 5);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).weights).isEqualTo(once.get(i).weights);
      assertThat(again.get(i).yaw).isEqualTo(once.get(i).yaw);
    }
    assertThat(other.getLast().yaw).isNotEqualTo(once.getLast().yaw);
  }

  @Test
  void neverJumps() {
    Life life = new Life(2);
    life.state(State.THINKING, 0);
    List<Pose> poses = watch(life, 20);
    for (int i = 1; i < poses.size(); i++) {
      assertThat(Math.abs(poses.get(i).yaw - poses.get(i - 1).yaw)).isLessThan(0.03f);
      assertThat(Math.abs(poses.get(i).pitch - poses.get(i - 1).pitch)).isLessThan(0.03f);
    }
  }

  @Test
  void looksUpWhenItThinks() {
    Life thinking = new Life(3);
    thinking.state(State.THINKING, 0);
    Pose thoughtful = watch(thinking, 2).getLast();
    Pose idle = watch(new Life(3), 2).getLast();
    assertThat(thoughtful.get(BlendShape.EYE_LOOK_UP_LEFT))
        .isGreaterThan(idle.get(BlendShape.EYE_LOOK_UP_LEFT));
  }

  @Test
  void eyesJumpAndRestMostlyOnTheViewer() {
    int resting = 0;
    int jumps = 0;
    float before = 0;
    List<Pose> poses = watch(new Life(6), 60);
    for (Pose pose : poses) {
      // Against the turn of the head, which the eyes make good.
      float x =
          pose.get(BlendShape.EYE_LOOK_OUT_LEFT)
              - pose.get(BlendShape.EYE_LOOK_IN_LEFT)
              + 1.6f * pose.yaw;
      jumps += Math.abs(x - before) > 0.04f ? 1 : 0;
      resting += Math.abs(x) < 0.1f ? 1 : 0;
      before = x;
    }
    assertThat(jumps).isBetween(5, 90);
    assertThat(resting).isGreaterThan(poses.size() * 6 / 10);
  }

  @Test
  void breathesAboutFifteenTimesAMinuteSlowerOutThanIn() {
    List<Pose> poses = watch(new Life(8), 60);
    int breaths = 0;
    int in = 0;
    for (int i = 1; i < poses.size(); i++) {
      breaths += poses.get(i - 1).breath < 0.5f && poses.get(i).breath >= 0.5f ? 1 : 0;
      in += poses.get(i).breath > poses.get(i - 1).breath ? 1 : 0;
      assertThat(poses.get(i).breath).isBetween(0f, 1f);
    }
    assertThat(breaths).isBetween(12, 18);
    assertThat(in).isLessThan(poses.size() / 2);
  }

  @Test
  void swaysAtAllTimes() {
    List<Pose> poses = watch(new Life(5), 20);
    for (int i = 0; i + 50 < poses.size(); i += 25) {
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (Pose pose : poses.subList(i, i + 50)) {
        least = Math.min(least, pose.yaw + pose.pitch);
        most = Math.max(most, pose.yaw + pose.pitch);
      }
      assertThat(most - least).isBetween(0.002f, 0.2f);
    }
  }

  /** How often the head goes down by more than a degree within a third of a second. */
  private static int nods(State state) {
    Life life = new Life(7);
    life.state(state, 0);
    List<Pose> poses = watch(life, 40);
    int nods = 0;
    for (int i = 8; i < poses.size(); i++) {
      if (poses.get(i).pitch - poses.get(i - 8).pitch > 0.03f) {
        nods++;
        i += 25;
      }
    }
    return nods;
  }

  @Test
  void nodsWhileItListensOnly() {
    assertThat(nods(State.LISTENING)).isBetween(5, 16);
    assertThat(nods(State.IDLE)).isZero();
    assertThat(nods(State.SPEAKING)).isZero();
  }

  @Test
  void statesDiffer() {
    Map<State, Pose> ends = new EnumMap<>(State.class);
    for (State state : State.values()) {
      Life life = new Life(3);
      life.state(state, 0);
      ends.put(state, watch(life, 1.1).getLast());
    }
    ends.forEach((state, pose) ->
        ends.forEach((other, otherPose) -> {
          if (state != other) {
            assertThat(difference(pose, otherPose)).as("%s, %s", state, other).isGreaterThan(0.15);
          }
        }));
  }

  private static double difference(Pose a, Pose b) {
    double sum = 20 * (Math.abs(a.pitch - b.pitch) + Math.abs(a.roll - b.roll));
    for (int w = 0; w < a.weights.length; w++) {
      sum += Math.abs(a.weights[w] - b.weights[w]);
    }
    return sum;
  }

  @Test
  void smilesWhileSomethingKindIsSaid() {
    Life life = new Life(3);
    life.smile(1_000, 2_000);
    List<Pose> poses = watch(life, 5);
    float before = poses.get(15).get(BlendShape.MOUTH_SMILE_LEFT);
    float during = poses.get(40).get(BlendShape.MOUTH_SMILE_LEFT);
    float after = poses.getLast().get(BlendShape.MOUTH_SMILE_LEFT);
    assertThat(during).isGreaterThan(before + 0.15f);
    assertThat(after).isLessThan(before + 0.02f);
  }
}
