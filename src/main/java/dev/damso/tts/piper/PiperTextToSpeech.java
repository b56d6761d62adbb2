package dev.damso.tts.piper;

import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.Mastering;
import dev.damso.tts.Mastering.Take;
import dev.damso.tts.MasteringStream;
import dev.damso.tts.SpokenWords;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.Windows;
import dev.damso.tts.en.EnglishReader;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.piper.PiperModel.Latent;
import dev.damso.tts.text.Characters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A Piper voice (VITS, Kim et al. 2021) by ONNX Runtime, made in {@link Windows}. The durations of
 * its symbols, in frames of 256 samples, come from inside its graph.
 */
public final class PiperTextToSpeech implements TextToSpeech {
  /**
   * Frames of 11.6 ms at 22 050 Hz: the first window is a third of a second. A word of up to three
   * quarters is made as a whole, which takes hardly longer, for a window brings its context along;
   * and its loudness is known before any of it is heard. Longer windows than a second would only
   * make operators longer, which are not broken off.
   */
  private static final Windows WINDOWS = new Windows(30, 100, 64);

  /**
   * What usually brings the voice to {@link Mastering#TARGET_LUFS}: so many dB and so many for each
   * second, for short clauses have no pauses and are louder.
   */
  private static final double GAIN_DB = 1.0;

  private static final double GAIN_SLOPE = 2.1;
  private static final double MOST_GAIN_DB = 5.3;

  private static final int PADDING = 0;
  private static final String SILENT = " ,.;:?!ˈˌ-'\"()";

  private final PiperModel model;
  private final PiperConfig config;
  private final EspeakPhonemizer phonemizer;
  private final String name;
  private final ReentrantLock turn = new ReentrantLock(true);

  public PiperTextToSpeech(Path published, Path json, EspeakPhonemizer phonemizer, int threads) {
    config = PiperConfig.read(json);
    model = new PiperModel(published, threads);
    this.phonemizer = phonemizer;
    name = "piper " + published.getFileName().toString().replace(".onnx", "");
  }

  /** A symbol of the model and the phoneme that it stands for, {@code ""} for silence. */
  private record Symbol(int id, String phoneme) {}

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    String words =
        config.espeakVoice().startsWith("en")
            ? EnglishReader.read(utterance.text())
            : Characters.clean(utterance.text());
    if (words.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return; // espeak-ng would read out the names of emoji
    }
    String ipa = phonemizer.phonemes(words, config.espeakVoice());
    if (ipa.codePoints().noneMatch(Character::isLetter) || cancellation.isCancelled()) {
      return;
    }
    SpokenWords spoken = new SpokenWords(utterance.text());
    turn.lock();
    try {
      synthesize(
          symbols(ipa),
          utterance.speed(),
          (take, share) ->
              onChunk.accept(
                  new SpeechChunk(
                      utterance.reply(),
                      take.pcm(),
                      spoken.until(share),
                      utterance.language(),
                      take.phonemes())),
          cancellation);
    } finally {
      turn.unlock();
    }
  }

  /** Start, then padding and a phoneme by turns, then the end. */
  private List<Symbol> symbols(String ipa) {
    List<Symbol> symbols = new ArrayList<>();
    add(symbols, "^", "");
    ipa.codePoints()
        .mapToObj(Character::toString)
        .filter(config.ids()::containsKey)
        .forEach(phoneme -> {
          String sounding = SILENT.contains(phoneme) ? "" : phoneme;
          add(symbols, "_", sounding);
          add(symbols, phoneme, sounding);
        });
    add(symbols, "_", "");
    add(symbols, "$", "");
    return symbols;
  }

  private void add(List<Symbol> symbols, String key, String phoneme) {
    for (int id : Objects.requireNonNull(config.ids().get(key))) {
      symbols.add(new Symbol(id, phoneme));
    }
  }

  private void synthesize(
      List<Symbol> symbols, double speed, Mastering.Listener listener, Cancellation cancellation) {
    long[] ids = symbols.stream().mapToLong(Symbol::id).toArray();
    float[] scales = {config.noiseScale(), (float) (config.lengthScale() / speed), config.noiseW()};
    Optional<Latent> made = model.latent(ids, scales, cancellation);
    if (made.isEmpty()) {
      return;
    }
    Latent clause = made.get();
    MasteringStream mastering =
        new MasteringStream(
            config.sampleRate(), usualGain(clause), times(symbols, clause.durations()));
    List<Integer> bounds = WINDOWS.bounds(0, clause.frames());
    for (int w = 0; w + 1 < bounds.size(); w++) {
      Optional<float[]> sound =
          model.samples(clause, bounds.get(w), bounds.get(w + 1), cancellation);
      if (sound.isEmpty()) {
        return;
      }
      Take take = mastering.next(sound.get(), w + 2 == bounds.size());
      if (take.pcm().length > 0 && !cancellation.isCancelled()) {
        listener.take(take, bounds.get(w + 1) / (double) clause.frames());
      }
    }
  }

  /** dB. */
  private double usualGain(Latent clause) {
    double seconds = clause.frames() * (double) PiperModel.FRAME / config.sampleRate();
    return Math.min(MOST_GAIN_DB, GAIN_DB + GAIN_SLOPE * seconds);
  }

  /** A phoneme begins with the padding before it, the first one after it (ADR 8). */
  private List<Phoneme> times(List<Symbol> symbols, float[] frames) {
    List<Phoneme> times = new ArrayList<>();
    double frameMs = PiperModel.FRAME * 1000.0 / config.sampleRate();
    double begin = 0;
    double end = 0;
    for (int i = 0; i < symbols.size() && i < frames.length; i++) {
      end += frames[i] * frameMs;
      boolean padding = i > 1 && symbols.get(i).id() == PADDING;
      if (!padding) {
        times.add(new Phoneme(symbols.get(i).phoneme(), begin, end));
        begin = end;
      }
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
      model.close();
    } finally {
      turn.unlock();
    }
  }
}
