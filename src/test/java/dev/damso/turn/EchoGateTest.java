package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EchoGateTest {
  private static final double SILENCE = Double.NEGATIVE_INFINITY;

  private final EchoGate gate = new EchoGate();
  private final double[] played = new double[400];

  /** Speech of changing level, dB of full scale. */
  private void avatarSpeaks() {
    Random random = new Random(3);
    for (int i = 0; i < played.length; i++) {
      played[i] = -20 - 15 * random.nextDouble();
    }
  }

  @ParameterizedTest
  @CsvSource({"-20, 1", "-20, 6", "-12, 1", "-12, 6", "-30, 3"})
  void theAvatarsOwnVoiceIsNotAdmittedAndAPersonOverItIs(double gain, int delay) {
    avatarSpeaks();
    for (int i = 0; i < 200; i++) {
      double heard = i < delay ? -70 : played[i - delay] + gain;
      assertThat(gate.admits(played[i], heard)).as("window %d", i).isFalse();
    }
    assertThat(gate.admits(played[200], -12)).isTrue();
  }

  @Test
  void withAnEchoCancellerQuietPeopleAreAdmittedAfterASecondAndAHalf() {
    avatarSpeaks();
    assertThat(new EchoGate().admits(-20, -40)).isFalse();
    for (int i = 0; i < 50; i++) {
      gate.admits(played[i], -70);
    }
    assertThat(gate.admits(-20, -40)).isTrue();
  }

  @Test
  void whoIsAdmittedIsNotTakenForALoudEcho() {
    avatarSpeaks();
    for (int i = 0; i < 100; i++) {
      gate.admits(played[i], played[i] - 20);
    }
    for (int i = 100; i < 200; i++) {
      assertThat(gate.admits(played[i], -22)).as("window %d", i).isTrue();
    }
  }

  @Test
  void afterTheAvatarHasSpokenEverythingIsAdmittedSixTenthsOfASecondLater() {
    gate.admits(-20, -70);
    assertThat(gate.admits(SILENCE, -50)).isFalse();
    for (int i = 0; i < 18; i++) {
      gate.admits(SILENCE, -70);
    }
    assertThat(gate.admits(SILENCE, -50)).isTrue();
  }
}
