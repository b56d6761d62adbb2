package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class BenchTest {
  private static Run run(boolean cut, OptionalLong heard) {
    Turn turn = new Turn(SelfCheck.silence(), 0, 16, cut, heard, OptionalLong.empty(), List.of());
    return new Run(1, List.of(), List.of(turn), List.of(), 0, List.of(0.0), new Meters(), 1, 1, 1);
  }

  @Test
  void aBenchOfSilenceFails() {
    assertThatThrownBy(() -> Bench.answered(run(false, OptionalLong.empty())))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("none of 1 turns was answered");
  }

  @Test
  void anAnswerThatCameTooEarlyMeasuresNothing() {
    assertThatThrownBy(() -> Bench.answered(run(true, OptionalLong.of(5))))
        .isInstanceOf(UserFacingException.class);
  }

  @Test
  void anAnswerIsEnough() {
    Run run = run(false, OptionalLong.of(700_000_000));
    assertThat(Bench.answered(run)).isSameAs(run);
    assertThat(new Report(run, false, false, Map.of()).table()).contains("total").contains("700.0");
  }

  @Test
  void theVoicesFactorIsReported() {
    Run run = run(false, OptionalLong.of(700_000_000));
    run.meters().add(Meters.Meter.TTS_FACTOR, 0.25);
    run.meters().add(Meters.Meter.TTS_FACTOR, 0.5);
    Report report = new Report(run, false, false, Map.of());
    assertThat(report.table()).contains("real-time factor of 2 clauses: p50 0.25, p95 0.50");
    assertThat(report.toMap())
        .extractingByKey("resources")
        .asString()
        .contains("voice_real_time_factor");
  }
}
