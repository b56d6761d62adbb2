package dev.damso.tts.espeak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.Utterance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EspeakTextToSpeechTest {
  private static List<SpeechChunk> say(String text, String language, Cancellation cancellation) {
    List<SpeechChunk> chunks = new ArrayList<>();
    try (EspeakTextToSpeech voice =
        new EspeakTextToSpeech(new EspeakPhonemizer(TestFiles.model("espeak-ng")), 0)) {
      voice.speak(new Utterance(new ReplyId(7), text, language, 1), chunks::add, cancellation);
    }
    return chunks;
  }

  @Test
  void soundComesWithPhonemeTimes() {
    SpeechChunk chunk = say("Hello, how can I help you?", "en", Cancellation.none()).getFirst();
    assertThat(chunk.durationMs()).isBetween(1000.0, 4000.0);
    assertThat(chunk.phonemes()).hasSizeGreaterThan(12).extracting(Phoneme::symbol).contains("h");
    double previous = 0;
    for (Phoneme phoneme : chunk.phonemes()) {
      assertThat(phoneme.startMs()).isGreaterThanOrEqualTo(previous - 0.01);
      previous = phoneme.endMs();
    }
    assertThat(previous).isLessThanOrEqualTo(chunk.durationMs() + 0.01);
  }

  @Test
  void anyLanguageIsSpoken() {
    assertThat(say("Здравствуйте.", "ru", Cancellation.none())).hasSize(1);
    assertThat(say("안녕하세요.", "ko", Cancellation.none())).hasSize(1);
    assertThat(say("Hello there.", "tlh-nobody", Cancellation.none())).hasSize(1);
    assertThat(say("😀 … \ud83d", "en", Cancellation.none())).isEmpty();
  }

  @Test
  void nothingIsMadeForNobody() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThat(say("Hello there.", "en", cancelled)).isEmpty();
  }
}
