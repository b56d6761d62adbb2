package dev.damso.phones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.RealVoices;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.WholeSpeech;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Alignment against the times that our own voices tell. */
final class ForcedAlignerTest {
  private static PhoneNetwork network;

  @BeforeAll
  static void load() {
    TestFiles.model("onnxruntime/libonnxruntime.so");
    network = new PhoneNetwork();
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  private static List<Phoneme> align(float[] samples, List<String> phones) {
    return new ForcedAligner(network).align(samples, SpeechChunk.SAMPLE_RATE, phones);
  }

  /** The share of phones that begin within 60 ms of where the voice says. */
  private static double near(TextToSpeech voice, String text, String language, double shiftMs) {
    try (voice) {
      WholeSpeech said = WholeSpeech.of(voice, text, language);
      List<Phoneme> told = said.phonemes().stream().filter(p -> !p.symbol().isEmpty()).toList();
      List<Phoneme> found = align(said.samples(), told.stream().map(Phoneme::symbol).toList());
      assertThat(found)
          .extracting(Phoneme::symbol)
          .containsExactlyElementsOf(told.stream().map(Phoneme::symbol).toList());
      List<Double> off = new ArrayList<>();
      for (int i = 0; i < told.size(); i++) {
        off.add(Math.abs(found.get(i).startMs() + shiftMs - told.get(i).startMs()));
      }
      return off.stream().filter(ms -> ms <= 60).count() / (double) off.size();
    }
  }

  @Test
  void koreanIsFound() {
    String text = "바람이 부는 아침에 학교까지 걸어갔습니다. 우산은 집에 두고 왔어요.";
    assertThat(near(RealVoices.korean(), text, "ko", 0)).isGreaterThan(0.9);
    assertThat(near(RealVoices.korean(), text, "ko", 150)).isLessThan(0.5);
  }

  @Test
  void englishIsFound() {
    String text = "The big brown bear moved past my window before breakfast.";
    assertThat(near(RealVoices.english(), text, "en", 0)).isGreaterThan(0.75);
  }

  @Test
  void soundTooShortForItsPhonesIsNotAligned() {
    float[] sound = new float[SpeechChunk.SAMPLE_RATE / 10];
    assertThat(align(sound, List.of("a", "b", "a", "b", "a", "b"))).isEmpty();
    assertThat(align(new float[0], List.of("a"))).isEmpty();
    assertThat(align(sound, List.of("", ""))).isEmpty();
    assertThat(align(sound, List.of("a"))).extracting(Phoneme::symbol).containsExactly("a");
  }

  @Test
  void classesAreThoseOfTheNetwork() {
    assertThat(PhoneClass.of("")).isEqualTo(PhoneClass.SILENCE);
    assertThat(PhoneClass.symbol(PhoneClass.of("tɕ"))).isEqualTo("ɕ");
    assertThat(PhoneClass.symbol(PhoneClass.of("aɪ"))).isEqualTo("ɪ");
    assertThat(PhoneClass.of("ǃ")).isEqualTo(PhoneClass.COUNT - 1);
  }
}
