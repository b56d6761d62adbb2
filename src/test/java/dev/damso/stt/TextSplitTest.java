package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextSplitTest {
  private static Hypothesis heard(Integer... frames) {
    List<Integer> tokens = java.util.stream.IntStream.range(0, frames.length).boxed().toList();
    return new Hypothesis(tokens, List.of(frames), -0.1, 0, "ko");
  }

  @Test
  void splitsAtThePlace() {
    assertThat(TextSplit.at(heard(10, 20, 30, 40), 25, token -> true)).isEqualTo(2);
    assertThat(TextSplit.at(heard(10, 20, 30, 40), 5, token -> true)).isZero();
    assertThat(TextSplit.at(heard(10, 20, 30, 40), 50, token -> true)).isEqualTo(4);
    assertThat(TextSplit.at(heard(), 50, token -> true)).isZero();
  }

  @Test
  void aStrayLookOfTheAttentionMovesNothing() {
    assertThat(TextSplit.at(heard(10, 45, 15, 20, 30, 12, 40, 42), 25, token -> true)).isEqualTo(4);
  }

  @Test
  void keepsWordsWhole() {
    // Tokens 1 and 2 go on with the word that 0 begins.
    assertThat(TextSplit.at(heard(10, 20, 30, 40), 25, token -> token == 0 || token == 3))
        .isEqualTo(3);
  }
}
