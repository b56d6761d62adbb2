package dev.damso.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.telemetry.ReplyTimeline.Mark;
import org.junit.jupiter.api.Test;

final class ReplyTimelineTest {
  private long now;
  private final ReplyTimeline timeline = new ReplyTimeline(() -> now);

  private void at(double ms, Mark mark) {
    now = (long) (ms * 1e6);
    timeline.mark(mark);
  }

  @Test
  void rowsAreDifferencesOfMarks() {
    at(1000, Mark.SPEECH_END);
    at(1100, Mark.STT_START);
    at(1300, Mark.TURN_END);
    at(1420, Mark.TRANSCRIPT);
    at(1421, Mark.LLM_START);
    at(1600, Mark.FIRST_TOKEN);
    at(1650, Mark.FIRST_CLAUSE);
    at(1730, Mark.FIRST_AUDIO);
    at(1735, Mark.PLAYOUT_START);
    at(1760, Mark.FIRST_FRAME);
    assertThat(timeline.stages())
        .containsEntry("turn_ms", 300.0)
        .containsEntry("stt_ms", 120.0)
        .containsEntry("llm_ttft_ms", 179.0)
        .containsEntry("tts_ms", 80.0)
        .containsEntry("lipsync_ms", 30.0)
        .containsEntry("total_ms", 735.0);
  }

  @Test
  void theFirstMarkStands() {
    at(10, Mark.FIRST_CLAUSE);
    at(20, Mark.FIRST_AUDIO);
    at(90, Mark.FIRST_AUDIO);
    assertThat(timeline.stages()).containsEntry("tts_ms", 10.0);
  }

  @Test
  void aStepThatDidNotHappenHasNoRow() {
    at(10, Mark.SPEECH_END);
    assertThat(timeline.stages()).isEmpty();
  }
}
