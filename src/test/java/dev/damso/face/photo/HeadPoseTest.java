package dev.damso.face.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class HeadPoseTest {
  private static final double[][] POINTS = {
    {0, 0, 1.3}, {.6, .4, .9}, {-.6, .4, .9}, {.3, -.5, 1}, {-.3, -.5, 1}, {0, -.9, 1.1}
  };

  @Test
  void findsTurnScaleAndPlace() {
    HeadPose turned =
        new HeadPose(
            new double[][] {
              {Math.cos(.2), 0, Math.sin(.2)}, {0, 1, 0}, {-Math.sin(.2), 0, Math.cos(.2)}
            },
            250,
            new double[] {400, -300, 10});
    double[][] seen = new double[POINTS.length][];
    for (int k = 0; k < seen.length; k++) {
      seen[k] = turned.at(POINTS[k]);
    }
    HeadPose found = HeadPose.of(POINTS, seen);
    assertThat(found.yaw()).isCloseTo(.2, within(1e-6));
    assertThat(found.pitch()).isCloseTo(0, within(1e-6));
    assertThat(found.scale()).isCloseTo(250, within(1e-6));
    assertThat(found.move()).containsExactly(turned.move(), within(1e-6));
  }

  @Test
  void aSplineMovesItsPointsAndWhatIsBetweenSmoothly() {
    double[][] points = {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {.5, .5}};
    double[][] moves = {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {.1, -.2}};
    ThinPlateSpline exact = new ThinPlateSpline(points, moves, new double[5]);
    assertThat(exact.at(.5, .5)).containsExactly(new double[] {.1, -.2}, within(1e-9));
    assertThat(exact.at(1, 1)).containsExactly(new double[] {0, 0}, within(1e-9));
    assertThat(exact.at(.5, .25)[0]).isBetween(.02, .1);
    ThinPlateSpline smooth = new ThinPlateSpline(points, moves, new double[] {.1, .1, .1, .1, .1});
    assertThat(smooth.at(.5, .5)[0]).isBetween(.001, .09);
  }
}
