package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.stt.FakeSpeechToText;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.Transcript;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnEvent;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.FakeVoiceActivityDetector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Sound in, turns and words out, with fake models; the clock is what was heard. */
final class HearingTest {
  private static final int RATE = Ear.SAMPLE_RATE;

  private final FakeSpeechToText recognizer = new FakeSpeechToText("내일 알려 주세요");
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();
  private final List<TurnEvent.TurnEnded> ends = new ArrayList<>();
  private final Hearing hearing =
      new Hearing(
          new Ear(new FakeVoiceActivityDetector(), new TurnTaking(TurnSettings.smart(800))),
          recognizer,
          CompletenessModel.none(),
          "ko",
          work::add,
          new Listener());

  private final class Listener implements Hearing.Listener {
    @Override
    public void turn(TurnEvent event) {
      heard.add(event.getClass().getSimpleName());
      if (event instanceof TurnEvent.TurnEnded ended) {
        ends.add(ended);
      }
    }

    @Override
    public void partial(PartialTranscript partial) {}

    @Override
    public void words(Transcript words) {
      heard.add(words.text());
    }

    @Override
    public void failed(Throwable cause) {
      heard.add("failed");
    }
  }

  private void hear(float level, int ms) {
    float[] sound = new float[ms * RATE / 1000];
    Arrays.fill(sound, level);
    for (int at = 0; at < sound.length; at += 320) {
      hearing.listen(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + 320)));
      answer();
    }
  }

  /** Hands over what the models have answered. */
  private void answer() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  @Test
  void aTurnIsUnderstoodAtItsPauseAndEndsOnce() {
    hear(0, 500);
    hear(0.3f, 1000);
    hear(0, 1500);
    assertThat(heard)
        .containsSubsequence("SpeechStarted", "SpeechPaused", "내일 알려 주세요", "TurnEnded")
        .containsOnlyOnce("TurnEnded");
    assertThat(recognizer.streams()).singleElement().matches(FakeSpeechToText.Stream::closed);
    assertThat(hearing.words()).get().extracting(Transcript::text).isEqualTo("내일 알려 주세요");
  }

  @Test
  void theStreamGetsAllOfTheTurnAndWhatCameBeforeIt() {
    hear(0, 1000);
    hear(0.3f, 1000);
    hear(0, 300);
    int fed = recognizer.streams().getFirst().samplesFed();
    assertThat(fed * 1000.0 / RATE).isBetween(1560.0, 1640.0); // 300 ms before it
  }

  @Test
  void wordsAreAskedForInTheLullThatBecomesThePause() {
    hear(0.3f, 1024);
    hear(0, 40); // one window of silence: no pause yet
    assertThat(heard).contains("Lull").doesNotContain("SpeechPaused", "내일 알려 주세요");
    assertThat(recognizer.streams().getFirst().finishes()).isEqualTo(1);
    hear(0, 100);
    assertThat(heard).containsSubsequence("SpeechPaused", "내일 알려 주세요");
    assertThat(recognizer.streams().getFirst().finishes()).isEqualTo(1);
  }

  @Test
  void whatWasAskedForInALullIsGivenUpWhereTheVoiceIsBack() {
    recognizer.holdFinals();
    hear(0.3f, 1024);
    hear(0, 40);
    hear(0.3f, 512);
    assertThat(heard).contains("LullOver");
    assertThat(recognizer.streams().getFirst().asked()).isCancelled();
    hear(0, 200);
    assertThat(recognizer.streams().getFirst().finishes()).isEqualTo(2);
  }

  @Test
  void aVoiceThatGrowsSoftIsNotCutInItsWords() {
    hear(0.3f, 1024);
    hear(0.02f, 320); // 23 dB softer, and speech still
    hear(0, 150);
    int passes = recognizer.streams().getFirst().finishes();
    assertThat(heard).contains("SpeechPaused", "내일 알려 주세요");
    assertThat(passes).isLessThanOrEqualTo(2);
  }

  @Test
  void whoGoesOnIsUnderstoodAgain() {
    hear(0.3f, 1000);
    hear(0, 200);
    hear(0.3f, 1000);
    hear(0, 1500);
    assertThat(heard).containsSubsequence("SpeechPaused", "SpeechResumed", "TurnEnded");
    assertThat(recognizer.streams()).hasSize(1);
    assertThat(ends).hasSize(1);
  }

  @Test
  void wordsThatComeAfterTheEndAreStillGiven() {
    recognizer.holdFinals();
    hear(0.3f, 1000);
    hear(0, 1500);
    assertThat(heard).contains("TurnEnded").doesNotContain("내일 알려 주세요");
    recognizer.streams().getFirst().complete();
    answer();
    assertThat(heard).endsWith("내일 알려 주세요");
    assertThat(recognizer.streams().getFirst().closed()).isTrue();
  }

  @Test
  void emptyChunksAndWhatIsNoSoundAreHarmless() {
    hearing.listen(new float[0]);
    hear(Float.NaN, 500);
    assertThat(heard).isEmpty();
    hear(Float.POSITIVE_INFINITY, 500); // clipped: loud
    hear(3f, 500);
    hearing.listen(new float[0]);
    hear(Float.NaN, 1500);
    assertThat(heard).containsOnlyOnce("TurnEnded");
  }

  @Test
  void aStreamThatStopsInMidWordIsGivenUpWhenItIsClosed() {
    hear(0.3f, 1000);
    hearing.close();
    assertThat(recognizer.streams()).singleElement().matches(FakeSpeechToText.Stream::closed);
    assertThat(heard).containsExactly("LullOver", "SpeechStarted");
  }

  @Test
  void anHourOfMonologueIsCutEveryTwoMinutesWithNothingLost() {
    for (int minute = 0; minute < 60; minute++) {
      hear(0.3f, 60_000);
    }
    hear(0, 2_000);
    assertThat(ends).hasSize(30);
    assertThat(recognizer.streams()).hasSize(30).allMatch(FakeSpeechToText.Stream::closed);
    double fed = recognizer.streams().stream().mapToLong(stream -> stream.samplesFed()).sum();
    assertThat(fed / RATE).isGreaterThan(3600);
  }

  @Test
  void aLongDictationWithPausesIsOneTurn() {
    for (int i = 0; i < 20; i++) {
      hear(0.3f, 4_000);
      hear(0, 400);
    }
    assertThat(ends).isEmpty();
    hear(0, 1_000);
    assertThat(ends).hasSize(1);
    assertThat(ends.getFirst().speechStart().millis()).isLessThan(40);
  }
}
