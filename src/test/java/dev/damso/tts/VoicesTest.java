package dev.damso.tts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.TestFiles;
import dev.damso.audio.Pcm;
import dev.damso.audio.Resampler;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.stt.EditDistance;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.WhisperSpeechToText;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.espeak.EspeakTextToSpeech;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real voices, judged by measurement and by a recogniser. */
final class VoicesTest {
  private static List<SpeechChunk> speak(TextToSpeech voice, String text, String language) {
    List<SpeechChunk> chunks = new ArrayList<>();
    voice.speak(new Utterance(new ReplyId(7), text, language, 1), chunks::add, Cancellation.none());
    return chunks;
  }

  private static double errorRate(SpeechChunk chunk, String text, String language) {
    try (SpeechToText stt = new WhisperSpeechToText(TestFiles.whisper(), 2)) {
      float[] heard =
          Resampler.resample(
              Pcm.floats(chunk.pcm()), SpeechChunk.SAMPLE_RATE, SpeechToText.SAMPLE_RATE);
      String transcript = stt.transcribe(heard, language, Cancellation.none()).text();
      String expected = letters(text);
      return EditDistance.of(expected, letters(transcript)) / (double) expected.length();
    }
  }

  private static String letters(String text) {
    return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static SpeechChunk join(List<SpeechChunk> chunks) {
    WholeSpeech whole = WholeSpeech.of(chunks);
    SpeechChunk first = chunks.getFirst();
    String text = String.join(" ", chunks.stream().map(SpeechChunk::spokenText).toList()).strip();
    return new SpeechChunk(first.reply(), whole.pcm(), text, first.language(), whole.phonemes());
  }

  private static void isWellMade(SpeechChunk chunk) {
    assertThat(Loudness.of(Pcm.floats(chunk.pcm()))).isCloseTo(-20, within(1.5));
    double previous = 0;
    for (Phoneme phoneme : chunk.phonemes()) {
      assertThat(phoneme.startMs()).isGreaterThanOrEqualTo(previous - 0.01);
      assertThat(phoneme.endMs()).isGreaterThan(phoneme.startMs());
      previous = phoneme.endMs();
    }
    assertThat(previous).isCloseTo(chunk.durationMs(), within(150.0));
    assertThat(Math.abs(chunk.pcm()[0])).isLessThan((short) 300);
    assertThat(Math.abs(chunk.pcm()[chunk.pcm().length - 1])).isLessThan((short) 300);
  }

  @Test
  void koreanIsUnderstood() {
    String text = "오늘 서울 날씨는 맑고 기온은 15도입니다.";
    try (TextToSpeech voice = RealVoices.korean()) {
      List<SpeechChunk> chunks = speak(voice, text, "ko");
      assertThat(chunks.getFirst().durationMs()).isBetween(200.0, 700.0);
      SpeechChunk chunk = join(chunks);
      isWellMade(chunk);
      assertThat(chunk.spokenText().replaceAll(" +", " ")).isEqualTo(text);
      assertThat(chunk.reply()).isEqualTo(new ReplyId(7));
      assertThat(chunk.phonemes()).extracting(Phoneme::symbol).contains("o", "m", "k͈", "i");
      assertThat(speak(voice, " … !", "ko")).isEmpty();
    }
  }

  @Test
  void aRecogniserUnderstandsTheKorean() {
    double errors = 0;
    List<String> texts =
        List.of(
            "오늘 서울 날씨는 맑고 기온은 15도입니다.",
            "지금 가장 가까운 약국은 걸어서 5분 거리에 있습니다.",
            "원하시면 더 자세히 설명해 드릴 수 있어요.",
            "냉장고에 있는 재료로 김치볶음밥을 만들어 보세요.");
    try (TextToSpeech voice = RealVoices.korean()) {
      for (String text : texts) {
        errors += errorRate(join(speak(voice, text, "ko")), text, "ko");
      }
    }
    assertThat(errors / texts.size()).isLessThan(0.2);
  }

  @Test
  void englishIsUnderstood() {
    String text = "Hello, how can I help you today?";
    try (TextToSpeech voice = RealVoices.english()) {
      List<SpeechChunk> chunks = speak(voice, text, "en");
      assertThat(chunks.getFirst().durationMs()).isBetween(150.0, 500.0);
      SpeechChunk chunk = join(chunks);
      isWellMade(chunk);
      assertThat(errorRate(chunk, text, "en")).isLessThan(0.2);
      assertThat(speak(voice, "...", "en")).isEmpty();
    }
  }

  @Test
  void chunksJoinWithoutAStep() {
    try (TextToSpeech korean = RealVoices.korean();
        TextToSpeech english = RealVoices.english()) {
      joinsWithoutAStep(speak(korean, "주말에 가족과 함께 바다에 다녀왔어요.", "ko"));
      joinsWithoutAStep(speak(korean, "네, 바로 찾아 드릴게요.", "ko"));
      joinsWithoutAStep(
          speak(english, "Sure, let me check that for you right away, it takes a moment.", "en"));
    }
  }

  private static void joinsWithoutAStep(List<SpeechChunk> chunks) {
    assertThat(chunks).hasSizeGreaterThan(1);
    for (int i = 1; i < chunks.size(); i++) {
      assertThat(step(chunks.get(i - 1).pcm(), chunks.get(i).pcm())).isLessThan(0.01);
    }
  }

  /**
   * How far the first sample lies from where the last three lead, of full scale: −40 dBFS is 0.01.
   */
  private static double step(short[] before, short[] after) {
    int n = before.length;
    double expected = 3.0 * before[n - 1] - 3.0 * before[n - 2] + before[n - 3];
    return Math.abs(after[0] - expected) / 32_768;
  }

  @Test
  void cancelledWhileItSpeaksItStops() {
    Cancellation cancellation = new Cancellation();
    List<SpeechChunk> chunks = new ArrayList<>();
    try (TextToSpeech voice = RealVoices.korean()) {
      voice.speak(
          new Utterance(ReplyId.NONE, "주문하신 물건은 모레쯤 받아 보실 수 있을 거예요.", "ko", 1),
          chunk -> {
            chunks.add(chunk);
            cancellation.cancel();
          },
          cancellation);
    }
    assertThat(chunks).hasSize(1);
  }

  @Test
  void oddTextIsSpokenAsWellAsItCanBeOrSkipped() {
    try (TextToSpeech korean = RealVoices.korean();
        TextToSpeech english = RealVoices.english();
        TextToSpeech any =
            new EspeakTextToSpeech(new EspeakPhonemizer(TestFiles.model("espeak-ng")), 0)) {
      for (TextToSpeech voice : List.of(korean, english, any)) {
        String language = voice.equals(korean) ? "ko" : "en";
        for (String silent :
            List.of("", " ", "\n", "😀😀", "\ud800", "\udc00\ud83d", "\u0000\u0007", "…!?")) {
          assertThat(speak(voice, silent, language)).as(voice.name() + silent).isEmpty();
        }
        // Runes, and private characters: whatever comes of it, no exception.
        speak(voice, "ᚠᚢᚦ", language);
        speak(voice, "\ue000\uffff", language);
      }
      String broken = "네\ud83d,\u0000 좋\u200b아요\ud83d";
      assertThat(join(speak(korean, broken, "ko")).durationMs()).isGreaterThan(500);
      // Decomposed, as macOS writes file names.
      String decomposed = Normalizer.normalize("좋아요.", Normalizer.Form.NFD);
      assertThat(join(speak(korean, decomposed, "ko")).durationMs()).isGreaterThan(400);
      assertThat(speak(english, "Yes\ud83d,\u0007 of course.", "en")).isNotEmpty();
    }
  }

  @Test
  void nothingIsMadeForNobody() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    List<SpeechChunk> chunks = new ArrayList<>();
    try (TextToSpeech voice = RealVoices.korean()) {
      voice.speak(new Utterance(ReplyId.NONE, "안녕하세요", "ko", 1), chunks::add, cancelled);
    }
    assertThat(chunks).isEmpty();
  }
}
