package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimestampGrammarTest {
  private static final int END = FakeTokenDecoder.END;
  private static final int T = FakeTokenDecoder.FIRST_TIME;
  private static final int SUPPRESSED = 3;

  private final TimestampGrammar grammar;

  TimestampGrammarTest() {
    BitSet suppressed = new BitSet();
    suppressed.set(SUPPRESSED);
    grammar = new TimestampGrammar(FakeTokenDecoder.SPECIAL, suppressed);
  }

  /** Everything is possible; a few are likely. */
  private List<Integer> allowed(List<Integer> text, int... likely) {
    float[] logits = new float[FakeTokenDecoder.VOCABULARY];
    for (int i = 0; i < likely.length; i++) {
      logits[likely[i]] = 40 - i;
    }
    return grammar.likeliest(text, logits, 1).stream()
        .map(TimestampGrammar.Candidate::token)
        .toList();
  }

  @Test
  void aTextBeginsWithATimestampOfItsFirstSecond() {
    assertThat(allowed(List.of(), 5, END, T + 60, T + 50)).containsExactly(T + 50);
  }

  @Test
  void aWordOrTheEndFollowsAnOpeningTimestampButNoLoneSpace() {
    assertThat(allowed(List.of(T), WhisperTokens.SPACE, SUPPRESSED, T + 5, 7)).containsExactly(7);
    assertThat(allowed(List.of(T), T + 5, END)).containsExactly(END);
    assertThat(allowed(List.of(T, 7, T + 9, T + 9), T + 12, 8)).containsExactly(8);
  }

  @Test
  void aTimestampOrTheEndFollowsAClosingTimestamp() {
    assertThat(allowed(List.of(T, 7, T + 9), 8, T + 8, T + 9)).containsExactly(T + 9);
    assertThat(allowed(List.of(T, 7, T + 9), 8, END)).containsExactly(END);
  }

  @Test
  void timeNeverGoesBackNorStandsStillInASentence() {
    assertThat(allowed(List.of(T + 4, 7), T + 3, T + 4, T + 5)).containsExactly(T + 5);
  }

  @Test
  void timestampsThatAreLikelierTogetherThanAnyWordWin() {
    float[] logits = new float[FakeTokenDecoder.VOCABULARY];
    logits[8] = 20;
    logits[T + 20] = 19.5f;
    logits[T + 21] = 19.5f;
    List<TimestampGrammar.Candidate> next = grammar.likeliest(List.of(T, 7), logits, 2);
    assertThat(next).extracting(TimestampGrammar.Candidate::token).containsExactly(T + 20, T + 21);
    assertThat(next.getFirst().logProbability()).isCloseTo(Math.log(0.5), within(1e-3));
  }

  @Test
  void theLikeliestComeFirst() {
    float[] logits = new float[FakeTokenDecoder.VOCABULARY];
    logits[30] = 9;
    logits[10] = 10;
    logits[20] = 8;
    assertThat(grammar.likeliest(List.of(T), logits, 3))
        .extracting(TimestampGrammar.Candidate::token)
        .containsExactly(10, 30, 20);
  }
}
