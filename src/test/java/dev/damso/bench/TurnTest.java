package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.bench.fixed.FixedProviders;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TurnTest {
  private static final Utterance UTTERANCE =
      new Utterance("a.wav", "ko", false, new short[48_000], 100, 900);

  private static ReplyTimeline timeline(Object... marks) {
    ReplyTimeline timeline = new ReplyTimeline(() -> 0);
    for (int i = 0; i < marks.length; i += 2) {
      timeline.markAt((Mark) marks[i], (long) ((int) marks[i + 1] * 1e6));
    }
    return timeline;
  }

  private static Turn turn(int heardMs, ReplyTimeline timeline) {
    return new Turn(
        UTTERANCE,
        0,
        16,
        false,
        OptionalLong.of((long) (heardMs * 1e6)),
        OptionalLong.empty(),
        List.of(timeline));
  }

  @Test
  void thePartsOfTheLatencyAddUp() {
    Turn turn =
        turn(
            720,
            timeline(
                Mark.SPEECH_END,
                40,
                Mark.TURN_END,
                300,
                Mark.TRANSCRIPT,
                220,
                Mark.FIRST_TOKEN,
                400,
                Mark.FIRST_CLAUSE,
                450,
                Mark.FIRST_AUDIO,
                600,
                Mark.PLAYOUT_START,
                620));
    assertThat(turn.breakdown())
        .containsEntry("hearing", 40.0)
        .containsEntry("turn", 260.0)
        .containsEntry("stt", 0.0) // known before the turn's end was decided
        .containsEntry("llm_ttft", 100.0)
        .containsEntry("delivery", 100.0);
    assertThat(turn.breakdown().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(turn.latencyMs().orElseThrow(), within(1e-6));
  }

  @Test
  void overheadIsWhatTheProvidersAndTheWaitDoNotExplain() {
    int wait = 300;
    Turn inOrder =
        turn(
            wait + FixedProviders.TOTAL_MS + 25,
            timeline(Mark.STT_START, wait, Mark.TURN_END, wait));
    assertThat(inOrder.overheadMs().orElseThrow()).isCloseTo(25, within(1e-6));
    assertThat(inOrder.pathOverheadMs().orElseThrow()).isCloseTo(25, within(1e-6));
    Turn ahead =
        turn(
            100 + FixedProviders.TOTAL_MS + 25, timeline(Mark.STT_START, 100, Mark.TURN_END, wait));
    assertThat(ahead.overheadMs().orElseThrow()).isCloseTo(-175, within(1e-6));
    assertThat(ahead.pathOverheadMs().orElseThrow()).isCloseTo(25, within(1e-6));
  }
}
