package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.MediaTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts of speech on a virtual clock of 32 ms windows. */
final class TurnTakingTest {
  private TurnTaking detector = new TurnTaking(TurnSettings.silence(300));
  private final List<TurnEvent> events = new ArrayList<>();
  private long window;
  private double confidence;

  private void hear(double probability, double untilMs) {
    while (window * 32 < untilMs) {
      window++;
      events.addAll(detector.onWindow((float) probability, MediaTime.ofMillis(window * 32)));
    }
  }

  private <T> List<T> of(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private List<String> names() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
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
    assertThat(names())
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
  void underTheAvatarSpeechMakesItPauseAtOnceAndLongSpeechInterrupts() {
    detector.avatarSpeaking(true);
    hear(0.05, 1000);
    hear(0.9, 1800);
    assertThat(of(TurnEvent.Overlap.class).getFirst().at().millis()).isBetween(1024.0, 1060.0);
    assertThat(of(TurnEvent.Interruption.class).getFirst().at().millis()).isBetween(1600.0, 1700.0);
    detector.avatarSpeaking(false);
    hear(0.05, 2500);
    assertThat(of(TurnEvent.TurnEnded.class)).hasSize(1);
  }

  @Test
  void aCoughUnderTheAvatarIsForgivenAsSoonAsItIsOver() {
    detector.avatarSpeaking(true);
    hear(0.05, 1000);
    hear(0.9, 1100);
    hear(0.05, 1500);
    assertThat(names())
        .containsExactly(
            "Overlap", "SpeechStarted", "SpeechPaused", "FalseInterruption", "TurnDropped");
    assertThat(of(TurnEvent.FalseInterruption.class).getFirst().at().millis()).isLessThan(1300);
  }

  @Test
  void aStopConsonantAfterTheFirstSyllableIsNoClick() {
    detector.avatarSpeaking(true);
    hear(0.05, 1000);
    hear(0.9, 1100);
    hear(0.05, 1164);
    hear(0.9, 2000);
    assertThat(of(TurnEvent.FalseInterruption.class)).isEmpty();
    assertThat(of(TurnEvent.Interruption.class)).hasSize(1);
  }

  @Test
  void aClickUnderTheAvatarMakesItPauseForATenthOfASecondAndTheNextOneNotAtAll() {
    detector.avatarSpeaking(true);
    hear(0.05, 1000);
    hear(0.4, 1030);
    hear(0.05, 1500);
    hear(0.4, 1530);
    hear(0.05, 2000);
    assertThat(names()).containsExactly("Overlap", "FalseInterruption");
    double pause = events.getLast().at().millis() - events.getFirst().at().millis();
    assertThat(pause).isBetween(90.0, 140.0);
  }

  @Test
  void aWordOfAssentUnderTheAvatarIsNoInterruption() {
    saysUnderTheAvatar("네, 네.");
    assertThat(names()).endsWith("FalseInterruption", "TurnDropped");
    assertThat(of(TurnEvent.Interruption.class)).isEmpty();
  }

  @Test
  void aShortWordUnderTheAvatarInterrupts() {
    saysUnderTheAvatar("잠깐만");
    hear(0.05, 3000);
    assertThat(names()).containsSubsequence("Interruption", "TurnEnded");
    assertThat(of(TurnEvent.FalseInterruption.class)).isEmpty();
  }

  private void saysUnderTheAvatar(String words) {
    detector.avatarSpeaking(true);
    hear(0.05, 1000);
    hear(0.9, 1400);
    hear(0.05, 1500);
    text(words);
  }

  @Test
  void aMonologueIsCutAfterTwoMinutes() {
    hear(0.9, 119_000);
    assertThat(of(TurnEvent.TurnEnded.class)).isEmpty();
    hear(0.9, 125_000);
    assertThat(of(TurnEvent.TurnEnded.class)).hasSize(1);
  }

  @Test
  void whatIsNoNumberIsNoSpeech() {
    hear(Double.NaN, 1000);
    assertThat(events).isEmpty();
  }

  @Test
  void aCompleteSentenceEndsAfterTwoTenthsOfASecond() {
    assertThat(silenceAfter("내일 날씨 알려 주세요", 0.97)).isBetween(200.0, 240.0);
  }

  @Test
  void aShortAnswerEndsAfterThreeTenths() {
    detector = new TurnTaking(TurnSettings.smart(800));
    hear(0.9, 400);
    hear(0.05, 510);
    verdict(0.97);
    text("아니요");
    hear(0.05, 2000);
    assertThat(silence()).isBetween(300.0, 340.0);
  }

  @Test
  void hesitationAndConnectivesKeepTheTurnOpen() {
    assertThat(silenceAfter("제가 어제 병원에 갔는데", 0.9)).isBetween(800.0, 840.0);
    assertThat(silenceAfter("그러니까 음…", 0.9)).isBetween(800.0, 840.0);
    assertThat(silenceAfter("I would like to", 0.9)).isBetween(800.0, 840.0);
  }

  @Test
  void aFinalEndingWithoutASureVerdictWaitsHalfASecond() {
    assertThat(silenceAfter("내일 날씨 알려 주세요", 0.8)).isBetween(500.0, 540.0);
  }

  @Test
  void wordsThatAreGuessedKeepTheTurnOpen() {
    confidence = -1.4;
    assertThat(silenceAfter("제공을 내놔 완중요", 0.97)).isBetween(800.0, 840.0);
    assertThat(silenceAfter("I will do it.", 0.97)).isBetween(800.0, 840.0);
  }

  @Test
  void anIncompleteSoundWaitsForTheLimit() {
    assertThat(silenceAfter("서울에서 부산", 0.1)).isBetween(800.0, 840.0);
  }

  @Test
  void withoutAVerdictTheLimitEndsIt() {
    detector = new TurnTaking(TurnSettings.smart(800));
    hear(0.9, 2000);
    hear(0.05, 4000);
    assertThat(silence()).isBetween(800.0, 840.0);
  }

  @Test
  void aVerdictOfAnEarlierPauseIsIgnored() {
    detector = new TurnTaking(TurnSettings.smart(800));
    hear(0.9, 1000);
    hear(0.05, 1150);
    MediaTime first = of(TurnEvent.VerdictWanted.class).getFirst().pause();
    hear(0.9, 2000);
    hear(0.05, 2150);
    events.addAll(detector.onVerdict(0.99, first));
    events.addAll(detector.onWords(new Words("네 알겠어요", "ko", 0), first));
    hear(0.05, 2600);
    assertThat(of(TurnEvent.TurnEnded.class)).isEmpty();
  }

  private void verdict(double complete) {
    events.addAll(
        detector.onVerdict(complete, of(TurnEvent.VerdictWanted.class).getLast().pause()));
  }

  private void text(String words) {
    events.addAll(
        detector.onWords(
            new Words(words, words.matches("\\p{ASCII}*") ? "en" : "ko", confidence),
            of(TurnEvent.SpeechPaused.class).getLast().at()));
  }

  /** Silence before the turn ended, milliseconds. */
  private double silence() {
    TurnEvent.TurnEnded ended = of(TurnEvent.TurnEnded.class).getLast();
    return ended.at().millis() - ended.speechEnd().millis();
  }

  /** The same, after two seconds of speech that are understood and judged so at the pause. */
  private double silenceAfter(String words, double complete) {
    detector = new TurnTaking(TurnSettings.smart(800));
    events.clear();
    window = 0;
    hear(0.9, 2000);
    hear(0.05, 2120);
    verdict(complete);
    text(words);
    hear(0.05, 4000);
    return silence();
  }
}
