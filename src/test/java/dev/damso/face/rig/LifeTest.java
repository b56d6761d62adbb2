package dev.damso.face.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.BlendShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifeTest {
  private static final double FRAME_MS = 40;

  private static List<Pose> watch(Life life, double seconds) {
    List<Pose> poses = new ArrayList<>();
    for (double ms = 0; ms < seconds * 1000; ms += FRAME_MS) {
      Pose pose = new Pose();
      life.applyTo(pose, ms);
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
}
