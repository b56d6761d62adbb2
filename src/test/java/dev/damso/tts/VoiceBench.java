package dev.damso.tts;

import dev.damso.audio.Resampler;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.stt.EditDistance;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.WhisperSpeechToText;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.tts.kokoro.KokoroTextToSpeech;
import dev.damso.tts.piper.PiperTextToSpeech;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A tool, not a test, run by {@code bench/tts/run.sh}: each voice says sentences, and is judged by
 * Whisper's error rate, the time to its first sound, its share of real time, its loudness, and how
 * long a player would have waited between chunks.
 */
public final class VoiceBench {
  private static final KoreanFrontEnd KOREAN = new KoreanFrontEnd();

  private VoiceBench() {}

  /**
   * @param args folder of the installed models, language, file of sentences, voice ({@code kokoro}
   *     or {@code piper}), {@code recognise} or {@code time}
   */
  public static void main(String[] args) throws IOException {
    Path models = Path.of(args[0]);
    String language = args[1];
    List<String> sentences = Files.readAllLines(Path.of(args[2]));
    try (TextToSpeech voice =
        new PhraseCache(Optional.empty()).over(voice(args[3], models), args[3])) {
      say(voice, language.equals("ko") ? "여보세요?" : "Good evening.", language);
      measure(voice, language, sentences, args[4].equals("recognise") ? models : null);
    }
  }

  private static TextToSpeech voice(String name, Path models) {
    Path kokoro = models.resolve("kokoro");
    Path piper = models.resolve("piper-en-joe/en_US-joe-medium.onnx");
    return name.equals("kokoro")
        ? new KokoroTextToSpeech(
            kokoro.resolve("kokoro.int8.onnx"),
            kokoro.resolve("voices_ja.npz"),
            kokoro.resolve("hf_alpha.bin"),
            kokoro.resolve("vocab.json"),
            2)
        : new PiperTextToSpeech(
            piper,
            piper.resolveSibling("en_US-joe-medium.onnx.json"),
            new EspeakPhonemizer(models.resolve("espeak-ng")),
            2);
  }

  /**
   * @param firstMs until the first chunk
   * @param allMs until the last
   * @param waitedMs how long a player had nothing to play between them
   */
  private record Said(short[] pcm, double firstMs, double allMs, double waitedMs) {
    double audioMs() {
      return pcm.length * 1000.0 / SpeechChunk.SAMPLE_RATE;
    }
  }

  private static Said say(TextToSpeech voice, String text, String language) {
    List<SpeechChunk> chunks = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    long start = System.nanoTime();
    voice.speak(
        new Utterance(ReplyId.NONE, text, language, 1),
        chunk -> {
          times.add((System.nanoTime() - start) / 1e6);
          chunks.add(chunk);
        },
        Cancellation.none());
    double playedUntil = times.getFirst();
    double waited = 0;
    short[] pcm = new short[chunks.stream().mapToInt(chunk -> chunk.pcm().length).sum()];
    int at = 0;
    for (int i = 0; i < chunks.size(); i++) {
      double late = Math.max(0, times.get(i) - playedUntil);
      waited += late;
      playedUntil += late + chunks.get(i).durationMs();
      System.arraycopy(chunks.get(i).pcm(), 0, pcm, at, chunks.get(i).pcm().length);
      at += chunks.get(i).pcm().length;
    }
    return new Said(pcm, times.getFirst(), times.getLast(), waited);
  }

  private static void measure(
      TextToSpeech voice,
      String language,
      List<String> sentences,
      @org.jspecify.annotations.Nullable Path recogniser) {
    List<Double> first = new ArrayList<>();
    List<Double> cached = new ArrayList<>();
    List<Double> loudness = new ArrayList<>();
    List<Said> said = new ArrayList<>();
    double peak = 0;
    for (String sentence : sentences) {
      Said one = say(voice, sentence, language);
      said.add(one);
      first.add(one.firstMs());
      cached.add(say(voice, sentence, language).firstMs());
      float[] samples = floats(one.pcm());
      loudness.add(Loudness.of(samples));
      for (float sample : Resampler.resample(samples, 48_000, 192_000)) {
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    double audio = said.stream().mapToDouble(Said::audioMs).sum();
    double all = said.stream().mapToDouble(Said::allMs).sum();
    System.out.printf(
        Locale.ROOT,
        "%s, %d sentences: first audio p50 %.0f p95 %.0f ms, cached p50 %.2f ms; RTF %.3f; waits"
            + " %d of %d, %.0f ms at most; loudness %.1f … %.1f … %.1f LUFS, peak %.1f dBTP%n",
        voice.name(),
        sentences.size(),
        percentile(first, 50),
        percentile(first, 95),
        percentile(cached, 50),
        all / audio,
        said.stream().filter(s -> s.waitedMs() > 1).count(),
        said.size(),
        said.stream().mapToDouble(Said::waitedMs).max().orElse(0),
        percentile(loudness, 0),
        percentile(loudness, 50),
        percentile(loudness, 100),
        20 * Math.log10(peak));
    if (recogniser != null) {
      System.out.printf(
          Locale.ROOT,
          "%s: error rate %.1f %%%n",
          voice.name(),
          100 * errorRate(recogniser, language, sentences, said));
    }
  }

  private static double percentile(List<Double> values, int p) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round((sorted.size() - 1) * p / 100.0));
  }

  /** Of characters in Korean, of words in other languages. */
  private static double errorRate(
      Path models, String language, List<String> sentences, List<Said> said) {
    int errors = 0;
    int length = 0;
    try (SpeechToText stt = new WhisperSpeechToText(models.resolve("whisper-base"), 2)) {
      for (int i = 0; i < said.size(); i++) {
        float[] heard =
            Resampler.resample(
                floats(said.get(i).pcm()), SpeechChunk.SAMPLE_RATE, SpeechToText.SAMPLE_RATE);
        String transcript = stt.transcribe(heard, language, Cancellation.none()).text();
        String expected = normal(sentences.get(i), language);
        int wrong = EditDistance.of(expected, normal(transcript, language));
        System.out.println(wrong + "\t" + sentences.get(i) + "\t" + transcript);
        errors += wrong;
        length += expected.length();
      }
    }
    return errors / (double) length;
  }

  /** Numbers as words, letters only; each English word as one character. */
  private static String normal(String text, String language) {
    if (language.equals("ko")) {
      return KOREAN.read(text).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
    StringBuilder words = new StringBuilder();
    for (String word :
        text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}' ]", "").trim().split(" +")) {
      words.append((char) (0x4e00 + (word.hashCode() & 0x3fff)));
    }
    return words.toString();
  }

  private static float[] floats(short[] pcm) {
    float[] samples = new float[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      samples[i] = pcm[i] / 32_768f;
    }
    return samples;
  }
}
