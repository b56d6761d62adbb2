package dev.damso.tts.piper;

import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import dev.damso.tts.Mastering;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.TimedModel;
import dev.damso.tts.Utterance;
import dev.damso.tts.en.EnglishReader;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.text.Characters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A Piper voice (VITS, Kim et al. 2021) by ONNX Runtime. The durations of its symbols, in frames of
 * 256 samples, come from inside its graph.
 */
public final class PiperTextToSpeech implements TextToSpeech {
  private static final int HOP = 256;
  private static final String DURATIONS_VALUE = "/Ceil_output_0";
  private static final String SILENT = " ,.;:?!ˈˌ-'\"()";

  private final OnnxSession session;
  private final PiperConfig config;
  private final EspeakPhonemizer phonemizer;
  private final String name;
  private final ReentrantLock turn = new ReentrantLock(true);

  public PiperTextToSpeech(Path model, Path json, EspeakPhonemizer phonemizer, int threads) {
    config = PiperConfig.read(json);
    Path timed =
        java.nio.file.Files.isRegularFile(model)
            ? TimedModel.of(model, DURATIONS_VALUE, TimedModel.FLOAT)
            : model;
    session = OnnxRuntime.instance().open(timed, OnnxOptions.threads(threads));
    this.phonemizer = phonemizer;
    name = "piper " + model.getFileName().toString().replace(".onnx", "");
  }

  /** A symbol of the model and the phoneme that it stands for; null for padding. */
  private record Symbol(int id, String phoneme) {}

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    String words =
        config.espeakVoice().startsWith("en")
            ? EnglishReader.read(utterance.text())
            : Characters.clean(utterance.text());
    String ipa = phonemizer.phonemes(words, config.espeakVoice());
    if (ipa.codePoints().noneMatch(Character::isLetter) || cancellation.isCancelled()) {
      return;
    }
    Mastering.Take take = synthesize(symbols(ipa), utterance.speed(), cancellation);
    if (take.pcm().length > 0 && !cancellation.isCancelled()) {
      onChunk.accept(
          new SpeechChunk(
              utterance.reply(),
              take.pcm(),
              utterance.text(),
              utterance.language(),
              take.phonemes()));
    }
  }

  /** Start, then each phoneme with padding behind it, then the end. */
  private List<Symbol> symbols(String ipa) {
    List<Symbol> symbols = new ArrayList<>();
    add(symbols, "^", "");
    add(symbols, "_", "");
    ipa.codePoints()
        .mapToObj(Character::toString)
        .filter(config.ids()::containsKey)
        .forEach(phoneme -> {
          String sounding = SILENT.contains(phoneme) ? "" : phoneme;
          add(symbols, phoneme, sounding);
          // Padding lengthens the phoneme before it.
          add(symbols, "_", sounding);
        });
    add(symbols, "$", "");
    return symbols;
  }

  private void add(List<Symbol> symbols, String key, String phoneme) {
    for (int id : Objects.requireNonNull(config.ids().get(key))) {
      symbols.add(new Symbol(id, phoneme));
    }
  }

  private Mastering.Take synthesize(List<Symbol> symbols, double speed, Cancellation cancellation) {
    long[] ids = symbols.stream().mapToLong(Symbol::id).toArray();
    float[] scales = {config.noiseScale(), (float) (config.lengthScale() / speed), config.noiseW()};
    turn.lock();
    try (Tensor input = Tensor.of(ids, 1, ids.length);
        Tensor lengths = Tensor.of(new long[] {ids.length}, 1);
        Tensor settings = Tensor.of(scales, 3)) {
      Map<String, Tensor> results =
          session.run(
              Map.of("input", input, "input_lengths", lengths, "scales", settings),
              List.of("output", TimedModel.DURATIONS),
              cancellation);
      if (results.isEmpty()) {
        return new Mastering.Take(new short[0], List.of());
      }
      try (Tensor sound = Objects.requireNonNull(results.get("output"));
          Tensor durations = Objects.requireNonNull(results.get(TimedModel.DURATIONS))) {
        return Mastering.of(
            sound.floats(), config.sampleRate(), times(symbols, durations.floats()));
      }
    } finally {
      turn.unlock();
    }
  }

  /** Neighbouring symbols of one phoneme become one. */
  private List<Phoneme> times(List<Symbol> symbols, float[] frames) {
    List<Phoneme> times = new ArrayList<>();
    double frameMs = HOP * 1000.0 / config.sampleRate();
    double at = 0;
    for (int i = 0; i < symbols.size() && i < frames.length; i++) {
      double end = at + frames[i] * frameMs;
      boolean padding = i > 0 && symbols.get(i).id() == 0;
      if (padding && !times.isEmpty()) {
        Phoneme last = times.removeLast();
        times.add(new Phoneme(last.symbol(), last.startMs(), end));
      } else {
        times.add(new Phoneme(symbols.get(i).phoneme(), at, end));
      }
      at = end;
    }
    return times;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      session.close();
    } finally {
      turn.unlock();
    }
  }
}
