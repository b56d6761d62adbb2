package dev.damso.tts;

import dev.damso.audio.Pcm;
import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.phones.ForcedAligner;
import dev.damso.phones.PhoneNetwork;
import dev.damso.stt.EditDistance;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.WhisperSpeechToText;
import dev.damso.tts.en.EnglishReader;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.espeak.EspeakTextToSpeech;
import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.tts.kokoro.KokoroTextToSpeech;
import dev.damso.tts.piper.PiperTextToSpeech;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tool, not a test, run by {@code bench/tts/run.sh}: voices say sentences, and are judged by
 * Whisper's error rate, the time to their first sound, cold and cached and kept on the disk, their
 * share of real time, their loudness, how long a player would have waited between chunks, how soon
 * they stop, and how far their phoneme times lie from what can be heard.
 */
public final class VoiceBench {
  private static final KoreanFrontEnd KOREAN = new KoreanFrontEnd();
  private static final int STT_RATE = SpeechToText.SAMPLE_RATE;

  private VoiceBench() {}

  /**
   * @param args folder of the installed models, language, file of sentences, {@code recognise} or
   *     {@code time}, where to put what was said for other recognisers, then voices: {@code
   *     kokoro}, {@code piper}, {@code espeak}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path models = Path.of(args[0]);
    String language = args[1];
    List<String> sentences = Files.readAllLines(Path.of(args[2]));
    EspeakPhonemizer espeak = new EspeakPhonemizer(models.resolve("espeak-ng"));
    for (int i = 5; i < args.length; i++) {
      try (TextToSpeech voice = voice(args[i], models, espeak)) {
        say(voice, language.equals("ko") ? "여보세요?" : "Good evening.", language);
        List<Said> said = measure(voice, language, sentences);
        kept(voice, language);
        stops(voice, language, sentences, said, 0);
        stops(voice, language, sentences, said, 2);
        if (args[3].equals("recognise")) {
          keep(Path.of(args[4]).resolve(language + "-" + args[i]), language, sentences, said);
          print("  errors %.1f %%", 100 * errorRate(models, language, sentences, said));
        }
      }
    }
  }

  private static TextToSpeech voice(String name, Path models, EspeakPhonemizer espeak) {
    Path kokoro = models.resolve("kokoro");
    Path piper = models.resolve("piper-en-joe/en_US-joe-medium.onnx");
    return switch (name) {
      case "kokoro" ->
          new KokoroTextToSpeech(
              kokoro.resolve("kokoro.int8.onnx"),
              kokoro.resolve("voices_ja.npz"),
              kokoro.resolve("hf_alpha.bin"),
              kokoro.resolve("vocab.json"),
              2);
      case "piper" ->
          new PiperTextToSpeech(
              piper, piper.resolveSibling("en_US-joe-medium.onnx.json"), espeak, 2);
      default -> new EspeakTextToSpeech(espeak, 0);
    };
  }

  /**
   * @param firstMs until the first chunk
   * @param allMs until the last
   * @param waitedMs how long a player had nothing to play between them
   */
  private record Said(
      short[] pcm, List<Phoneme> phonemes, double firstMs, double allMs, double waitedMs) {
    double audioMs() {
      return pcm.length * 1000.0 / SpeechChunk.SAMPLE_RATE;
    }
  }

  private static Utterance utterance(String text, String language) {
    return new Utterance(ReplyId.NONE, text, language, 1);
  }

  private static Said say(TextToSpeech voice, String text, String language) {
    List<SpeechChunk> chunks = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    long start = System.nanoTime();
    voice.speak(
        utterance(text, language),
        chunk -> {
          times.add((System.nanoTime() - start) / 1e6);
          chunks.add(chunk);
        },
        Cancellation.none());
    double playedUntil = times.getFirst();
    double waited = 0;
    for (int i = 0; i < chunks.size(); i++) {
      double late = Math.max(0, times.get(i) - playedUntil);
      waited += late;
      playedUntil += late + chunks.get(i).durationMs();
    }
    WholeSpeech whole = WholeSpeech.of(chunks);
    return new Said(whole.pcm(), whole.phonemes(), times.getFirst(), times.getLast(), waited);
  }

  private static List<Said> measure(TextToSpeech voice, String language, List<String> sentences) {
    TextToSpeech remembering = new PhraseCache(Optional.empty()).over(voice, "bench");
    List<Double> first = new ArrayList<>();
    List<Double> cached = new ArrayList<>();
    List<Double> loudness = new ArrayList<>();
    Map<HeardEdges, List<Double>> offsets = new EnumMap<>(HeardEdges.class);
    Map<HeardEdges, List<Double>> heard = new EnumMap<>(HeardEdges.class);
    List<Double> guesses = new ArrayList<>();
    List<Said> said = new ArrayList<>();
    double peak = 0;
    for (String sentence : sentences) {
      Said one = say(remembering, sentence, language);
      said.add(one);
      first.add(one.firstMs());
      cached.add(say(remembering, sentence, language).firstMs());
      float[] samples = Pcm.floats(one.pcm());
      loudness.add(Loudness.of(samples));
      for (HeardEdges edges : HeardEdges.values()) {
        offsets
            .computeIfAbsent(edges, _ -> new ArrayList<>())
            .addAll(edges.offsetsMs(samples, one.phonemes()));
      }
      guesses.addAll(guesses(samples, one.phonemes()));
      List<Phoneme> aligned =
          ALIGNER.align(
              samples,
              SpeechChunk.SAMPLE_RATE,
              one.phonemes().stream().map(Phoneme::symbol).toList());
      for (HeardEdges edges : HeardEdges.values()) {
        heard
            .computeIfAbsent(edges, _ -> new ArrayList<>())
            .addAll(edges.offsetsMs(samples, aligned));
      }
      for (float sample : Resampler.resample(samples, 48_000, 192_000)) {
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    double audio = said.stream().mapToDouble(Said::audioMs).sum();
    double all = said.stream().mapToDouble(Said::allMs).sum();
    print("%s, %d sentences", voice.name(), sentences.size());
    print("  first audio ms %s, cached %s", spread(first), spread(cached));
    print("  real-time factor %.3f", all / audio);
    print(
        "  waits between chunks %d, %.0f ms at most",
        said.stream().filter(s -> s.waitedMs() > 1).count(),
        said.stream().mapToDouble(Said::waitedMs).max().orElse(0));
    print(
        "  loudness LUFS %.1f … %.1f … %.1f, true peak %.1f dBTP",
        percentile(loudness, 0),
        percentile(loudness, 50),
        percentile(loudness, 100),
        20 * Math.log10(peak));
    offsets.forEach((edges, ms) -> within("phoneme times against " + edges + " in the sound", ms));
    heard.forEach((edges, ms) -> within("aligned times against " + edges + " in the sound", ms));
    within("ForcedAligner's times against the voice's", guesses);
    return said;
  }

  private static void within(String what, List<Double> offsets) {
    if (!offsets.isEmpty()) {
      print(
          "  %s: %d edges, median %+.0f ms, within 30 ms %.0f %%, within 60 ms %.0f %%",
          what.toLowerCase(Locale.ROOT),
          offsets.size(),
          percentile(offsets, 50),
          100.0 * offsets.stream().filter(ms -> Math.abs(ms) <= 30).count() / offsets.size(),
          100.0 * offsets.stream().filter(ms -> Math.abs(ms) <= 60).count() / offsets.size());
    }
  }

  private static final ForcedAligner ALIGNER = new ForcedAligner(new PhoneNetwork());

  /** What {@link ForcedAligner} says of these phones, less what the voice says. */
  private static List<Double> guesses(float[] samples, List<Phoneme> told) {
    List<Phoneme> sounding = told.stream().filter(p -> !p.symbol().isEmpty()).toList();
    List<Phoneme> guessed =
        ALIGNER.align(
            samples, SpeechChunk.SAMPLE_RATE, sounding.stream().map(Phoneme::symbol).toList());
    List<Double> offsets = new ArrayList<>();
    if (guessed.size() == sounding.size()) {
      for (int i = 0; i < guessed.size(); i++) {
        offsets.add(guessed.get(i).startMs() - sounding.get(i).startMs());
      }
    }
    return offsets;
  }

  /** What is prepared is made once, and read after a restart. */
  private static void kept(TextToSpeech voice, String language) throws IOException {
    Path folder = Files.createTempDirectory("phrases");
    List<String> phrases =
        language.equals("ko")
            ? List.of("네,", "그렇군요.", "네, 알겠습니다.", "더 궁금한 점이 있으신가요?")
            : List.of("Yes,", "I see.", "Sure, let me check.", "What else can I do for you?");
    List<List<Double>> ms = List.of(new ArrayList<>(), new ArrayList<>());
    for (List<Double> round : ms) {
      TextToSpeech remembering =
          new PhraseCache(Optional.of(new PhraseFiles(folder, "bench"))).over(voice, "bench");
      for (String phrase : phrases) {
        long start = System.nanoTime();
        remembering.prepare(utterance(phrase, language), Cancellation.none());
        round.add((System.nanoTime() - start) / 1e6);
      }
    }
    print(
        "  common phrases: made in ms %s, read from disk in %s",
        spread(ms.get(0)), spread(ms.get(1)));
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /**
   * How long a voice goes on once nobody wants it, wherever in the making of a sentence.
   *
   * @param busy threads that burn the processor meanwhile
   */
  private static void stops(
      TextToSpeech voice, String language, List<String> sentences, List<Said> said, int busy)
      throws InterruptedException {
    List<Double> stopped = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < busy; i++) {
      Thread.ofPlatform()
          .start(() -> {
            while (!over.get()) {
              Thread.onSpinWait();
            }
          });
    }
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      for (int i = 0; i < sentences.size(); i++) {
        // Spread evenly over the time that sentences take (golden ratio).
        double share = (i + 1) * 0.618_034 % 1;
        Cancellation cancellation = new Cancellation();
        AtomicLong asked = new AtomicLong();
        var asking =
            timer.schedule(
                () -> {
                  asked.set(System.nanoTime());
                  cancellation.cancel();
                },
                (long) (1000 * share * said.get(i).allMs()),
                TimeUnit.MICROSECONDS);
        voice.speak(utterance(sentences.get(i), language), _ -> {}, cancellation);
        long end = System.nanoTime();
        if (!asking.cancel(false)) {
          stopped.add((end - asked.get()) / 1e6);
        }
      }
    } finally {
      over.set(true);
    }
    if (!stopped.isEmpty()) {
      print(
          "  cancelled in mid-sentence (%d), %d threads busy beside: stops after ms %s",
          stopped.size(), busy, spread(stopped));
    }
  }

  /** WAVs of 16 kHz and what they say, in words: {@code 07.wav}, {@code 07.txt}. */
  private static void keep(Path folder, String language, List<String> sentences, List<Said> said)
      throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < said.size(); i++) {
      String sentence = sentences.get(i);
      String words = language.equals("ko") ? KOREAN.read(sentence) : EnglishReader.read(sentence);
      String name = String.format(Locale.ROOT, "%02d", i);
      Files.writeString(folder.resolve(name + ".txt"), words);
      Files.write(folder.resolve(name + ".wav"), Wav.bytes(shorts(heard(said.get(i))), STT_RATE));
    }
  }

  private static short[] shorts(float[] samples) {
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(Math.clamp(samples[i], -1, 1) * 32_767);
    }
    return pcm;
  }

  /** At the recognisers' rate. */
  private static float[] heard(Said said) {
    return Resampler.resample(Pcm.floats(said.pcm()), SpeechChunk.SAMPLE_RATE, STT_RATE);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static String spread(List<Double> values) {
    return String.format(
        Locale.ROOT,
        "p50 %.2f p95 %.2f max %.2f",
        percentile(values, 50),
        percentile(values, 95),
        percentile(values, 100));
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
        String transcript =
            stt.transcribe(heard(said.get(i)), language, Cancellation.none()).text();
        String expected = normal(sentences.get(i), language);
        int wrong = EditDistance.of(expected, normal(transcript, language));
        System.err.println(wrong + "\t" + sentences.get(i) + "\t" + transcript);
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
}
