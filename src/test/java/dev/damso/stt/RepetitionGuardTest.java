package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.stt.TokenDecoder.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RepetitionGuardTest {
  @Test
  void findsFourTokensThatRepeat() {
    assertThat(RepetitionGuard.repeatedTail(List.of(9, 1, 2, 3, 4, 1, 2, 3, 4))).isEqualTo(4);
  }

  @Test
  void letsThreeTokensRepeat() {
    assertThat(RepetitionGuard.repeatedTail(List.of(1, 2, 3, 1, 2, 3))).isZero();
    assertThat(RepetitionGuard.repeatedTail(List.of())).isZero();
  }

  @Test
  void seesTheTextBeginAnew() {
    List<Integer> tokens = List.of(7, 8, 9);
    List<Integer> frames = List.of(10, 40, 90);
    assertThat(RepetitionGuard.restarts(tokens, frames, new Prediction(0, 7, -0.1, 12))).isTrue();
    // The same word said again, and another word.
    assertThat(RepetitionGuard.restarts(tokens, frames, new Prediction(0, 7, -0.1, 95))).isFalse();
    assertThat(RepetitionGuard.restarts(tokens, frames, new Prediction(0, 8, -0.1, 12))).isFalse();
    assertThat(RepetitionGuard.restarts(List.of(), List.of(), new Prediction(0, 7, -0.1, 0)))
        .isFalse();
  }
}
