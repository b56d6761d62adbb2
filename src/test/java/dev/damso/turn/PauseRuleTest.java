package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PauseRuleTest {
  private final PauseRule rule = new PauseRule(TurnSettings.smart(800));

  @ParameterizedTest
  @CsvSource({
    "2000, 0.97, FINAL, 200",
    "2000, 0.90, FINAL, 500",
    "2000, 0.97, NEUTRAL, 200",
    "2000, 0.90, NEUTRAL, 800",
    "2000, 0.99, OPEN, 800",
    "400, 0.97, FINAL, 300", // a short answer
    "400, 0.10, FINAL, 500",
    "400, 0.01, ANSWER, 300", // yes, no
  })
  void silenceThatEndsATurn(double spokenMs, double verdict, WordCue cue, double silenceMs) {
    assertThat(rule.silenceMs(spokenMs, OptionalDouble.of(verdict), cue)).isEqualTo(silenceMs);
  }

  @Test
  void whatIsNotKnownWaitsForTheLimit() {
    assertThat(rule.silenceMs(2000, OptionalDouble.empty(), null)).isEqualTo(800);
    assertThat(rule.silenceMs(2000, OptionalDouble.of(0.99), null)).isEqualTo(800);
    assertThat(rule.silenceMs(2000, OptionalDouble.of(Double.NaN), WordCue.FINAL)).isEqualTo(500);
  }

  @Test
  void theLimitIsNeverExceeded() {
    PauseRule impatient = new PauseRule(TurnSettings.smart(300));
    assertThat(impatient.silenceMs(2000, OptionalDouble.empty(), WordCue.FINAL)).isEqualTo(300);
  }
}
