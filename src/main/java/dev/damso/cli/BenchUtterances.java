package dev.damso.cli;

import dev.damso.audio.Pcm;
import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.bench.Utterance;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.tts.TextToSpeech;
import dev.damso.vad.VoiceActivityDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the callers of {@code bench} say: recordings, and where these are too few, sentences in our
 * own voices. The end of speech is known from the file: {@link TurnCase}.
 */
final class BenchUtterances {
  /** So many different ones are said at least. */
  static final int LEAST = 30;

  private static final String PREFIX = "synthetic-";

  private static final List<String> ENGLISH =
      List.of(
          "What time does the museum open tomorrow?",
          "Can you recommend a good restaurant nearby?",
          "How do I get to the train station from here?",
          "Is there a pharmacy close to the hotel?",
          "What is the weather going to be like this weekend?",
          "Could you tell me something about the history of this city?",
          "How much does a ticket for two people cost?",
          "I would like to change my appointment to Friday.",
          "Where can I rent a bicycle for the afternoon?",
          "Why is the sky blue?",
          "What should I cook for dinner tonight?",
          "Please explain how a heat pump works.",
          "Which floor is the conference room on?",
          "My package has not arrived yet. What can I do?",
          "How long does it take to learn the guitar?",
          "Do you have any tips for sleeping better?",
          "What is the difference between a lake and a pond?",
          "Who wrote the book about the old man and the sea?");

  private static final List<String> KOREAN =
      List.of(
          "박물관은 내일 몇 시에 문을 열어요?",
          "이 근처에 괜찮은 식당이 있을까요?",
          "여기서 기차역까지 어떻게 가요?",
          "주말에 날씨가 어떨 것 같아요?",
          "표 두 장에 얼마예요?",
          "예약을 금요일로 바꾸고 싶어요.",
          "오늘 저녁에 뭘 해 먹으면 좋을까요?",
          "회의실은 몇 층에 있어요?",
          "택배가 아직 안 왔는데 어떻게 해야 하나요?",
          "기타를 배우는 데 얼마나 걸릴까요?",
          "잠을 잘 자려면 어떻게 해야 해요?",
          "자전거를 빌릴 수 있는 곳이 어디예요?",
          "이 도시의 역사에 대해 조금 알려 주세요.",
          "하늘은 왜 파란색이에요?",
          "영어 공부는 어떻게 시작하면 좋을까요?",
          "아이와 함께 갈 만한 곳을 추천해 주세요.");

  private final Supplier<VoiceActivityDetector> vad;
  private final Supplier<TextToSpeech> voices;

  /**
   * @param voices asked for where recordings are too few, and closed
   */
  BenchUtterances(Supplier<VoiceActivityDetector> vad, Supplier<TextToSpeech> voices) {
    this.vad = vad;
    this.voices = voices;
  }

  /**
   * @param files WAV files and folders of them
   * @param language of the recordings, and of the sentences that are added; empty: both
   * @return {@link #LEAST} or more
   */
  List<Utterance> load(List<Path> files, String language) throws IOException {
    List<Utterance> all = new ArrayList<>();
    for (Path file : files) {
      for (Path wav : wavs(file)) {
        all.add(read(wav, languageOf(wav, language)));
      }
    }
    if (all.size() < LEAST) {
      try (TextToSpeech voice = voices.get()) {
        for (Sentence sentence : sentences(language)) {
          if (all.size() < LEAST) {
            all.add(speak(voice, sentence, all.size()));
          }
        }
      }
    }
    return all;
  }

  private record Sentence(String language, String text) {}

  private static List<Sentence> sentences(String language) {
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < Math.max(ENGLISH.size(), KOREAN.size()); i++) {
      if (!language.equals("ko") && i < ENGLISH.size()) {
        sentences.add(new Sentence("en", ENGLISH.get(i)));
      }
      if (!language.equals("en") && i < KOREAN.size()) {
        sentences.add(new Sentence("ko", KOREAN.get(i)));
      }
    }
    return sentences;
  }

  private static String languageOf(Path wav, String language) {
    String name = String.valueOf(wav.getFileName());
    if (name.startsWith(PREFIX)) {
      return name.substring(PREFIX.length(), PREFIX.length() + 2);
    }
    return language.isEmpty() ? "ko" : language;
  }

  private static List<Path> wavs(Path file) throws IOException {
    if (!Files.isDirectory(file)) {
      return List.of(file);
    }
    try (Stream<Path> entries = Files.list(file)) {
      List<Path> wavs =
          entries.filter(entry -> entry.toString().endsWith(".wav")).sorted().toList();
      if (wavs.isEmpty()) {
        throw UserFacingException.badInput("no .wav in " + file);
      }
      return wavs;
    }
  }

  private Utterance read(Path wav, String language) {
    TurnCase.Recording recording = TurnCase.Recording.read(wav, vad.get(), List.of());
    boolean synthetic = String.valueOf(wav.getFileName()).startsWith(PREFIX);
    return utterance(recording.complete(), language, synthetic);
  }

  private static Utterance utterance(TurnCase turn, String language, boolean synthetic) {
    float[] samples =
        Resampler.resample(
            turn.samples(), VoiceActivityDetector.SAMPLE_RATE, Utterance.SAMPLE_RATE);
    return new Utterance(
        turn.name(), language, synthetic, pcm(samples), turn.startMs(), turn.endMs());
  }

  private Utterance speak(TextToSpeech voice, Sentence sentence, int number) throws IOException {
    List<short[]> parts = new ArrayList<>();
    int rate = SpeechChunk.SAMPLE_RATE;
    parts.add(new short[rate]);
    voice.speak(
        new dev.damso.tts.Utterance(ReplyId.NONE, sentence.text(), sentence.language(), 1),
        chunk -> parts.add(chunk.pcm()),
        Cancellation.none());
    parts.add(new short[rate]);
    Path folder = Files.createTempDirectory("damso-bench");
    Path wav =
        folder.resolve(
            String.format(Locale.ROOT, "%s%s-%02d.wav", PREFIX, sentence.language(), number));
    try {
      Wav.write(wav, hiss(parts), rate);
      return read(wav, sentence.language());
    } finally {
      Files.deleteIfExists(wav);
      Files.deleteIfExists(folder);
    }
  }

  /** The parts in a row, in a quiet room (−66 dBFS): a microphone is never quite silent. */
  private static short[] hiss(List<short[]> parts) {
    short[] all = new short[parts.stream().mapToInt(part -> part.length).sum()];
    Random random = new Random(1);
    int at = 0;
    for (short[] part : parts) {
      for (short sample : part) {
        all[at++] =
            (short) Math.clamp(sample + Math.round(random.nextGaussian() * 16), -32_768, 32_767);
      }
    }
    return all;
  }

  private static short[] pcm(float[] samples) {
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.clamp(Math.round(samples[i] * 32_768), -32_768, 32_767);
    }
    return pcm;
  }

  /** Writes them for other programs: 16 kHz WAV files, and where their speech is. */
  static void save(List<Utterance> utterances, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>();
    for (Utterance utterance : utterances) {
      int rate = VoiceActivityDetector.SAMPLE_RATE;
      Wav.write(
          folder.resolve(utterance.name()),
          pcm(Resampler.resample(Pcm.floats(utterance.pcm()), Utterance.SAMPLE_RATE, rate)),
          rate);
      lines.add(
          String.format(
              Locale.ROOT,
              "%s\t%.1f\t%.1f",
              utterance.name(),
              utterance.startMs(),
              utterance.endMs()));
    }
    Files.write(folder.resolve("utterances.tsv"), lines);
  }
}
