package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.TestFiles;
import dev.damso.config.ConfigLoader;
import dev.damso.face.rig.PhoneEar;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.WholeSpeech;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the ear hears in our own voices, against the times that they tell. */
final class EarsTest {
  private static final ReplyId REPLY = ReplyId.NONE.next();
  private final Ears ears = new Ears();

  private static SpeechChunk said(String text, String language) {
    TestFiles.model("kokoro/.complete.json");
    Assembly assembly = new Assembly(ConfigLoader.load(Optional.empty(), Map.of()), Map.of());
    List<SpeechChunk> chunks = new ArrayList<>();
    try (TextToSpeech voice = assembly.textToSpeech()) {
      voice.speak(new Utterance(REPLY, text, language, 1), chunks::add, Cancellation.none());
    }
    WholeSpeech whole = WholeSpeech.of(chunks);
    return new SpeechChunk(REPLY, whole.pcm(), text, language, whole.phonemes());
  }

  /** The share of phones with one of {@code letters} whose middle is heard as one, within 60 ms. */
  private static double heard(SpeechChunk said, List<Phoneme> heard, String letters) {
    List<Phoneme> wanted =
        said.phonemes().stream()
            .filter(p -> !p.symbol().isEmpty() && letters.contains(p.symbol().substring(0, 1)))
            .toList();
    assertThat(wanted).hasSizeGreaterThan(3);
    return wanted.stream()
            .mapToDouble(p -> (p.startMs() + p.endMs()) / 2)
            .filter(middle ->
                heard.stream()
                    .anyMatch(p ->
                        !p.symbol().isEmpty()
                            && letters.contains(p.symbol())
                            && p.startMs() - 60 < middle
                            && middle < p.endMs() + 60))
            .count()
        / (double) wanted.size();
  }

  @Test
  void hearsLipsAndVowelsOfBothLanguages() {
    SpeechChunk korean = said("엄마가 만든 김밥을 아빠와 바다에서 먹었어요.", "ko");
    List<Phoneme> inKorean = ears.newEar().hear(korean, false);
    assertThat(heard(korean, inKorean, "pbm")).isGreaterThanOrEqualTo(.8);
    assertThat(heard(korean, inKorean, "aʌɐ")).isGreaterThanOrEqualTo(.8);
    // Of Piper's, which are never twice the same, 51 of 66 in thirty sentences; here are eleven.
    SpeechChunk english = said("Bob and Pam bought a big blue boat for my mother.", "en");
    assertThat(heard(english, ears.newEar().hear(english, false), "pbm"))
        .isGreaterThanOrEqualTo(.5);
  }

  @Test
  void phonesFollowEachOtherToTheEndHoweverTheSoundIsCut() {
    SpeechChunk whole = said("오늘 밤에는 별이 아주 많이 보입니다.", "ko");
    int cut = SpeechChunk.SAMPLE_RATE * 3 / 4;
    PhoneEar ear = ears.newEar();
    List<List<Phoneme>> heard =
        List.of(
            ears.newEar().hear(whole, false),
            ear.hear(part(whole, 0, cut), false),
            ear.hear(part(whole, cut, whole.pcm().length), true));
    for (List<Phoneme> phones : heard) {
      double end = 0;
      for (Phoneme phone : phones) {
        assertThat(phone.startMs()).isCloseTo(end, within(1e-6));
        assertThat(phone.endMs()).isGreaterThan(phone.startMs());
        end = phone.endMs();
      }
    }
    assertThat(heard.getFirst().getLast().endMs()).isCloseTo(whole.durationMs(), within(1e-6));
    assertThat(heard.getLast().getLast().endMs()).isCloseTo(whole.durationMs() - 750, within(1e-6));
    assertThat(heard(part(whole, 0, whole.pcm().length), heard.getFirst(), "pbm"))
        .isGreaterThanOrEqualTo(.8);
  }

  private static SpeechChunk part(SpeechChunk of, int from, int to) {
    return new SpeechChunk(REPLY, Arrays.copyOfRange(of.pcm(), from, to), "", "ko", of.phonemes());
  }

  @Test
  void silenceIsHeardAsSilence() {
    TestFiles.model("onnxruntime/.complete.json");
    short[] pcm = new short[SpeechChunk.SAMPLE_RATE];
    assertThat(ears.newEar().hear(new SpeechChunk(REPLY, pcm, "", "", List.of()), false))
        .containsExactly(new Phoneme("", 0, 1_000));
    assertThat(ears.newEar().hear(new SpeechChunk(REPLY, new short[10], "", "", List.of()), false))
        .isEmpty();
  }
}
