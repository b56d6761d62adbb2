package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.UserFacingException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class LoadTest {
  private static final Utterance UTTERANCE =
      new Utterance("a.wav", "ko", false, new short[48_000], 100, 900);

  /** A machine where each turn takes {@code 50 ms} for each conversation. */
  private static Run run(int sessions, double lateMs) {
    Turn turn =
        new Turn(
            UTTERANCE,
            0,
            16,
            false,
            OptionalLong.of(sessions * 50_000_000L),
            OptionalLong.empty(),
            List.of());
    return new Run(
        sessions, List.of(), List.of(turn), List.of(), 0, List.of(lateMs), new Meters(), 1, 1, 1);
  }

  @Test
  void findsTheMostThatHold() throws InterruptedException {
    List<Integer> tried = new ArrayList<>();
    List<Load.Step> steps =
        Load.find(
            sessions -> {
              tried.add(sessions);
              return run(sessions, 0);
            },
            1,
            64);
    assertThat(Load.held(steps)).isEqualTo(20);
    assertThat(tried).hasSizeLessThan(12).doesNotHaveDuplicates();
  }

  @Test
  void lateSoundEndsItToo() throws InterruptedException {
    List<Load.Step> steps = Load.find(sessions -> run(sessions, sessions > 3 ? 25 : 5), 1, 10);
    assertThat(Load.held(steps)).isEqualTo(3);
  }

  @Test
  void aMachineThatHoldsNoneHoldsNone() throws InterruptedException {
    List<Load.Step> steps =
        Load.find(
            sessions -> {
              throw UserFacingException.failed("none of 4 turns was answered");
            },
            1,
            10);
    assertThat(Load.held(steps)).isZero();
  }

  @Test
  void theWholeRangeMayHold() throws InterruptedException {
    assertThat(Load.held(Load.find(sessions -> run(sessions, 0), 1, 6))).isEqualTo(6);
  }
}
