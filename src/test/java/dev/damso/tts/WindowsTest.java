package dev.damso.tts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WindowsTest {
  private static final Windows WINDOWS = new Windows(18, 80, 27);

  @Test
  void aShortClauseIsOneWindow() {
    assertThat(WINDOWS.bounds(10, 36)).containsExactly(10, 36);
    assertThat(new Windows(18, 80, 60).bounds(10, 70)).containsExactly(10, 70);
    assertThat(new Windows(18, 80, 60).bounds(10, 71)).hasSizeGreaterThan(2);
  }

  @Test
  void theFirstWindowIsShortAndLaterOnesGrow() {
    List<Integer> bounds = WINDOWS.bounds(7, 400);
    assertThat(bounds.getFirst()).isEqualTo(7);
    assertThat(bounds.get(1) - 7).isLessThanOrEqualTo(20);
    assertThat(bounds.getLast()).isEqualTo(400);
    for (int i = 2; i + 1 < bounds.size(); i++) {
      int length = bounds.get(i) - bounds.get(i - 1);
      assertThat(length).isBetween(bounds.get(i - 1) - bounds.get(i - 2), 80);
    }
  }

  @Test
  void everyLengthIsCoveredWithoutScraps() {
    for (int to = 1; to < 1000; to++) {
      List<Integer> bounds = WINDOWS.bounds(0, to);
      assertThat(bounds).isSorted();
      assertThat(bounds.getLast()).isEqualTo(to);
      if (bounds.size() > 2) {
        assertThat(to - bounds.get(bounds.size() - 2)).isGreaterThan(9);
      }
    }
  }
}
