package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.audio.OpusEncoder;
import dev.damso.bench.AvOffset.At;
import dev.damso.bench.DrawnPictures.Speech;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Times that are known, from the voice to the offset. */
final class AvOffsetTest {
  private static final double FIRST_CLICK = 250;

  private final AvOffset offset = new AvOffset(10_000);

  /** Four seconds of pictures and clicks of a chunk that begins at {@code startMs}. */
  private void talk(double startMs, double pictureLateMs, double pictureSlowMs) {
    double clicked = FIRST_CLICK;
    for (double at = 0; at < 4_000; at += 40) {
      for (; clicked <= at; clicked += ClickingVoice.PERIOD_MS) {
        offset.click(new At(startMs + clicked, 9_000 + startMs + clicked));
      }
      double shown = startMs + at + pictureLateMs;
      offset.picture(new At(shown, 9_000 + shown + pictureSlowMs), new Speech(at, 4_000));
    }
  }

  @Test
  void whatIsTogetherHasNoOffset() {
    talk(1_000, 0, 0);
    assertThat(offset.shown()).hasSizeGreaterThan(80).allSatisfy(ms -> near(ms, 0));
    assertThat(offset.arrived()).allSatisfy(ms -> near(ms, 0));
  }

  @Test
  void latePicturesShowByBothClocks() {
    talk(1_000, 100, 0);
    assertThat(offset.shown()).hasSizeGreaterThan(80).allSatisfy(ms -> near(ms, 100));
    assertThat(offset.arrived()).allSatisfy(ms -> near(ms, 100));
  }

  @Test
  void picturesThatTakeLongerShowWhereTheyTakeLongerThanSoundIsHeld() {
    talk(1_000, 0, 39);
    assertThat(offset.shown()).allSatisfy(ms -> near(ms, 0));
    assertThat(offset.arrived()).hasSizeGreaterThan(80).allSatisfy(ms -> near(ms, 39));
    AvOffset later = new AvOffset(10);
    later.click(new At(250, 1_250));
    later.picture(new At(400, 1_500), new Speech(400, 2_000));
    assertThat(later.shown()).containsExactly(60.0);
    assertThat(later.arrived()).containsExactly(100.0);
  }

  @Test
  void pausesBetweenChunksDoNotCount() {
    talk(1_000, -30, 0);
    talk(5_123, -30, 0);
    assertThat(offset.shown()).hasSizeGreaterThan(170).allSatisfy(ms -> near(ms, -30));
  }

  @Test
  void whatGrowsOverTheRunIsDrift() {
    for (int i = 0; i < 20; i++) {
      talk(i * 5_000, i, 0);
    }
    assertThat(offset.drift()).isCloseTo(18, within(1.0));
    assertThat(new AvOffset(10).drift()).isZero();
  }

  @Test
  void clicksAreHeardWhereTheVoiceClicked() {
    List<SpeechChunk> said = new ArrayList<>();
    new ClickingVoice()
        .speak(
            new dev.damso.tts.Utterance(ReplyId.NONE, "Twenty characters it is", "en", 1),
            said::add,
            Cancellation.none());
    assertThat(said).hasSize(1);
    short[] pcm = said.getFirst().pcm();
    assertThat(pcm.length % (ClickingVoice.PERIOD_MS * 48)).isZero();
    List<Double> heard = new ArrayList<>();
    try (OpusEncoder encoder = new OpusEncoder();
        ClickEar ear = new ClickEar()) {
      for (int from = 0; from < pcm.length; from += OpusEncoder.FRAME) {
        short[] block = Arrays.copyOfRange(pcm, from, from + OpusEncoder.FRAME);
        OptionalInt click = ear.hear(encoder.encode(block));
        if (click.isPresent()) {
          heard.add((from + click.getAsInt()) / 48.0);
        }
      }
    }
    assertThat(heard).hasSize(pcm.length / (ClickingVoice.PERIOD_MS * 48));
    for (int i = 0; i < heard.size(); i++) {
      double at = FIRST_CLICK + i * ClickingVoice.PERIOD_MS;
      assertThat(heard.get(i)).isBetween(at, at + 7); // Opus' own delay
    }
  }

  private static void near(double ms, double expected) {
    assertThat(ms).isCloseTo(expected, within(1e-6));
  }
}
