package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.MediaTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts of speech on a virtual clock of 32 ms windows. */
final class SilenceTurnDetectorTest {
  private final SilenceTurnDetector detector =
      new SilenceTurnDetector(SilenceTurnDetector.Settings.silence(300));
  private final List<TurnEvent> events = new ArrayList<>();
  private long window;

  private void hear(double probability, double untilMs) {
    while (window * 32 < untilMs) {
      window++;
      events.addAll(detector.onWindow((float) probability, MediaTime.ofMillis(window * 32)));
    }
  }

  private <T> List<T> of(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void speaksHalfToTwoAndAHalfSeconds() {
    hear(0.05, 500);
    hear(0.95, 2500);
    hear(0.05, 4000);
    TurnEvent.TurnEnded ended = of(TurnEvent.TurnEnded.class).getFirst();
    assertThat(of(TurnEvent.SpeechStarted.class)).hasSize(1);
    assertThat(ended.speechStart().millis()).isBetween(480.0, 520.0);
    assertThat(ended.speechEnd().millis()).isBetween(2490.0, 2530.0);
    assertThat(ended.at().millis() - ended.speechEnd().millis()).isBetween(300.0, 332.0);
    assertThat(of(TurnEvent.TurnEnded.class)).hasSize(1);
  }

  @Test
  void aShortPauseIsNotTheEnd() {
    hear(0.9, 1000);
    hear(0.1, 1200);
    hear(0.9, 2000);
    hear(0.1, 2500);
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "SpeechStarted", "SpeechPaused", "SpeechResumed", "SpeechPaused", "TurnEnded");
    assertThat(of(TurnEvent.TurnEnded.class).getFirst().speechStart().millis()).isZero();
  }

  @Test
  void hysteresisHoldsSpeechBetweenTheThresholds() {
    hear(0.9, 500);
    hear(0.4, 1500);
    assertThat(of(TurnEvent.SpeechPaused.class)).isEmpty();
  }

  @Test
  void aClickIsNoTurn() {
    hear(0.05, 500);
    hear(0.9, 560);
    hear(0.05, 1500);
    assertThat(of(TurnEvent.TurnEnded.class)).isEmpty();
  }

  @Test
  void bargesInAfterAQuarterOfASecond() {
    detector.avatarSpeaking(true);
    hear(0.05, 1000);
    hear(0.9, 1600);
    TurnEvent.Interruption interruption = of(TurnEvent.Interruption.class).getFirst();
    assertThat(interruption.at().millis()).isBetween(1240.0, 1300.0);
    detector.avatarSpeaking(false);
    hear(0.05, 2500);
    assertThat(of(TurnEvent.TurnEnded.class)).hasSize(1);
  }

  @Test
  void aMurmurUnderTheAvatarIsNoTurn() {
    detector.avatarSpeaking(true);
    hear(0.9, 200);
    hear(0.05, 1500);
    assertThat(of(TurnEvent.Interruption.class)).isEmpty();
    assertThat(of(TurnEvent.TurnEnded.class)).isEmpty();
  }

  @Test
  void aMonologueIsCut() {
    hear(0.9, 31_000);
    assertThat(of(TurnEvent.TurnEnded.class)).hasSize(1);
  }
}
