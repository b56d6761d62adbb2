package dev.damso.tts.supertonic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.tts.Utterance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SupertonicTextToSpeechTest {
  private static final int ENDLESS = Integer.MAX_VALUE;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    GeneratedSupertonic.write(folder);
  }

  private SupertonicTextToSpeech voice(String name, int steps) {
    return new SupertonicTextToSpeech(folder, name, steps, 1, SupertonicTextToSpeechTest::times);
  }

  /** A phone that lasts as long as the sound. */
  private static List<Phoneme> times(String text, String language, float[] samples, int rate) {
    return List.of(new Phoneme(language, 0, samples.length * 1000.0 / rate));
  }

  private static List<SpeechChunk> speak(
      SupertonicTextToSpeech voice, String text, Cancellation cancellation) {
    List<SpeechChunk> chunks = new ArrayList<>();
    voice.speak(new Utterance(new ReplyId(7), text, "ko", 1), chunks::add, cancellation);
    return chunks;
  }

  @Test
  void aClauseIsOneChunkWithPhones() {
    try (SupertonicTextToSpeech voice = voice("F1", 5)) {
      assertThat(voice.name()).isEqualTo("supertonic F1");
      SpeechChunk chunk = speak(voice, "3대예요.", Cancellation.none()).getFirst();
      assertThat(chunk.spokenText()).isEqualTo("3대예요.");
      assertThat(chunk.reply()).isEqualTo(new ReplyId(7));
      // <ko>세대예요.</ko>: nine letters of four syllables, a full stop and nine of the tags
      assertThat(chunk.durationMs()).isCloseTo(0.0625 * 18 * 1000 + 500, within(60.0));
      assertThat(chunk.phonemes()).extracting(Phoneme::symbol).containsExactly("ko");
      assertThat(chunk.phonemes().getLast().endMs()).isLessThanOrEqualTo(chunk.durationMs());
    }
  }

  @Test
  void longTextComesClauseByClause() {
    String text = "네, " + "오늘은 날씨가 맑고 바람이 조금 불어요. ".repeat(7).strip();
    try (SupertonicTextToSpeech voice = voice("F1", 1)) {
      List<SpeechChunk> chunks = speak(voice, text, Cancellation.none());
      assertThat(chunks).hasSizeGreaterThan(5);
      assertThat(String.join(" ", chunks.stream().map(SpeechChunk::spokenText).toList()))
          .isEqualTo(text);
    }
  }

  @Test
  void whatCannotBeSaidIsSilent() {
    try (SupertonicTextToSpeech voice = voice("F1", 1)) {
      for (String text : List.of("", "…", "😀", "\ud800", "\u0000")) {
        assertThat(speak(voice, text, Cancellation.none())).as(text).isEmpty();
      }
    }
  }

  @Test
  void nothingIsMadeForNobody() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    try (SupertonicTextToSpeech voice = voice("F1", ENDLESS)) {
      assertThat(speak(voice, "좋아요.", cancelled)).isEmpty();
    }
  }

  /** Would not end, were it not cancelled between its steps. */
  @Test
  @Timeout(60)
  void cancelledBetweenStepsItStops() {
    Cancellation cancellation = new Cancellation();
    CountDownLatch begun = new CountDownLatch(1);
    try (SupertonicTextToSpeech voice = voice("F1", ENDLESS)) {
      CompletableFuture<List<SpeechChunk>> said =
          CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            return speak(voice, "좋아요.", cancellation);
          });
      begun.await();
      cancellation.cancel();
      assertThat(said.join()).isEmpty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cancelledBetweenClausesItStops() {
    Cancellation cancellation = new Cancellation();
    List<SpeechChunk> chunks = new ArrayList<>();
    try (SupertonicTextToSpeech voice = voice("F1", 1)) {
      voice.speak(
          new Utterance(ReplyId.NONE, "네, " + "오늘은 날씨가 맑아요. ".repeat(12), "ko", 1),
          chunk -> {
            chunks.add(chunk);
            cancellation.cancel();
          },
          cancellation);
    }
    assertThat(chunks).hasSize(1);
  }

  @Test
  void aMissingVoiceIsNamedWithThoseThatThereAre() {
    for (String wrong : List.of("X9", "../F1", "", "none.json")) {
      assertThatThrownBy(() -> voice(wrong, 5))
          .isInstanceOf(UserFacingException.class)
          .hasMessage(
              "tts.supertonic.voice: there is no voice \"%s\"; there are F1, M1".formatted(wrong));
    }
  }

  @Test
  void aVoiceOfOnesOwnIsAFile() {
    String own = folder.resolve("voice_styles/M1.json").toString();
    try (SupertonicTextToSpeech voice = voice(own, 1)) {
      assertThat(speak(voice, "좋아요.", Cancellation.none())).hasSize(1);
    }
  }
}
