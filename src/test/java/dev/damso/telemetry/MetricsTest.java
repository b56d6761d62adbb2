package dev.damso.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.telemetry.ReplyTimeline.Mark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  static ReplyTimeline reply() {
    ReplyTimeline timeline = new ReplyTimeline(System::nanoTime);
    timeline.markAt(Mark.SPEECH_END, 0);
    timeline.markAt(Mark.TURN_END, 250_000_000);
    timeline.markAt(Mark.FIRST_CLAUSE, 300_000_000);
    timeline.markAt(Mark.FIRST_AUDIO, 380_000_000);
    timeline.markAt(Mark.PLAYOUT_START, 400_000_000);
    return timeline;
  }

  @Test
  void aReplyIsInTheHistogramsOfItsTurnAndStages() {
    metrics.replied(reply());
    assertThat(metrics.scrape())
        .contains("damso_replies_total{outcome=\"finished\"} 1.0")
        .contains("damso_turn_latency_seconds_bucket{le=\"0.45\"} 1")
        .contains("damso_turn_latency_seconds_bucket{le=\"0.3\"} 0")
        .contains("damso_stage_seconds_sum{stage=\"tts\"} 0.08")
        .contains("damso_stage_seconds_count{stage=\"llm\"} 0");
  }

  @Test
  void anInterruptedReplyIsCountedAsSuch() {
    ReplyTimeline reply = reply();
    reply.mark(Mark.INTERRUPTED);
    metrics.replied(reply);
    metrics.refused();
    assertThat(metrics.scrape())
        .contains("damso_replies_total{outcome=\"interrupted\"} 1.0")
        .contains("damso_conversations_refused_total 1.0");
  }

  @Test
  void gaugesAreReadAtEachScrape() {
    double[] open = {1};
    metrics.gauge("damso.conversations.open", "open", () -> open[0]);
    assertThat(metrics.scrape()).contains("damso_conversations_open 1.0");
    open[0] = 3;
    assertThat(metrics.scrape())
        .contains("damso_conversations_open 3.0")
        .contains("jvm_memory_used");
  }
}
