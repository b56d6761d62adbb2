package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

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
}
