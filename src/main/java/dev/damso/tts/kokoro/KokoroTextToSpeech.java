package dev.damso.tts.kokoro;

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
import dev.damso.tts.ko.KokoroSymbols;
import dev.damso.tts.ko.KokoroSymbols.Symbol;
import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.tts.kokoro.KokoroModel.Features;
import dev.damso.tts.kokoro.KokoroVocabulary.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Korean by Kokoro-82M, which never learnt it, but speaks it when fed the right symbols. The voice
 * "hj" is the mean of two of its voices. A clause is made in {@link Windows}, the first of half a
 * second. Durations come from inside the graph, in frames of 600 samples at 24 kHz; the sound comes
 * 60 ms before what they say.
 */
public final class KokoroTextToSpeech implements TextToSpeech {
  private static final int SAMPLE_RATE = 24_000;
  private static final double FRAME_MS = 25;
  private static final double EARLY_MS = 60;

  /** Frames to keep before and after speech, and those that a window needs on both sides. */
  private static final int LEAD_FRAMES = 4;

  private static final int TAIL_FRAMES = 6;
  private static final int CONTEXT_FRAMES = 4;

  /** Frames of 25 ms. */
  private static final Windows WINDOWS = new Windows(18, 80, 27);

  /** Samples over which one window goes over into the next: 10 ms. */
  private static final int SEAM = SAMPLE_RATE / 100;

  /**
   * What brings this voice to {@link Mastering#TARGET_LUFS}: dB, for a clause of which {@link
   * #USUAL_SHARE} is speech; shorter ones are louder by so many dB for each unit of that share.
   */
  private static final double GAIN_DB = -1.9;

  private static final double USUAL_SHARE = 0.87;
  private static final double GAIN_SLOPE = 9.5;

  /** Kokoro's context is 512 tokens, two of which are the pads. A part ends at a space. */
  private static final int MANY_TOKENS = 400;

  private static final int MOST_TOKENS = 500;

  private final KokoroModel model;
  private final KokoroVoice voice;
  private final KokoroVocabulary vocabulary;
  private final KoreanFrontEnd korean = new KoreanFrontEnd();
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * @param published the model's file; what is made of it lies beside it
   * @param voices {@code voices_ja.npz}
   * @param hfAlpha raw style vectors of the voice hf_alpha
   * @param vocabularyJson {@code {"vocab": {symbol: id}}}
   */
  public KokoroTextToSpeech(
      Path published, Path voices, Path hfAlpha, Path vocabularyJson, int threads) {
    vocabulary = KokoroVocabulary.read(vocabularyJson);
    voice = KokoroVoice.ofRaw(hfAlpha).blend(KokoroVoice.ofArchive(voices, "jf_nezumi"));
    model = new KokoroModel(published, NormStatistics.of("hj"), threads);
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    SpokenWords words = new SpokenWords(utterance.text());
    turn.lock();
    try {
      List<List<Symbol>> parts = parts(KokoroSymbols.of(korean.phones(utterance.text())));
      for (int i = 0; i < parts.size() && !cancellation.isCancelled(); i++) {
        int part = i;
        synthesize(
            vocabulary.encode(parts.get(i)),
            utterance.speed(),
            (take, share) ->
                onChunk.accept(
                    new SpeechChunk(
                        utterance.reply(),
                        take.pcm(),
                        words.until((part + share) / parts.size()),
                        utterance.language(),
                        take.phonemes())),
            cancellation);
      }
    } finally {
      turn.unlock();
    }
  }

  /** Cuts what is longer than the model's context. */
  private static List<List<Symbol>> parts(List<Symbol> symbols) {
    List<List<Symbol>> parts = new ArrayList<>();
    List<Symbol> part = new ArrayList<>();
    int tokens = 0;
    for (Symbol symbol : symbols) {
      part.add(symbol);
      tokens += symbol.kokoro().length();
      if (tokens >= MANY_TOKENS && symbol.kokoro().equals(" ") || tokens >= MOST_TOKENS) {
        parts.add(part);
        part = new ArrayList<>();
        tokens = 0;
      }
    }
    parts.add(part);
    parts.removeIf(symbolsOfPart -> symbolsOfPart.stream().allMatch(s -> s.ipa().isEmpty()));
    return parts;
  }

  private void synthesize(
      Tokens tokens, double speed, Mastering.Listener listener, Cancellation cancellation) {
    float[] style = voice.style(tokens.owners().size());
    Optional<Features> made = model.features(tokens.padded(), style, (float) speed, cancellation);
    if (made.isEmpty()) {
      return;
    }
    Features features = made.get();
    float[] scales = model.scales(features);
    long[] durations = features.durations();
    int from = (int) Math.max(0, durations[0] - LEAD_FRAMES);
    int to = (int) Math.min(features.frames(), lastSound(tokens, durations) + TAIL_FRAMES);
    MasteringStream mastering =
        new MasteringStream(SAMPLE_RATE, gain(features), times(tokens, durations, from * FRAME_MS));
    List<Integer> bounds = WINDOWS.bounds(from, to);
    float[] beyond = new float[0];
    for (int w = 0; w + 1 < bounds.size(); w++) {
      int start = Math.max(0, bounds.get(w) - CONTEXT_FRAMES);
      int end = Math.min(features.frames(), bounds.get(w + 1) + CONTEXT_FRAMES);
      Optional<float[]> sound = model.samples(features, scales, start, end, cancellation);
      if (sound.isEmpty()) {
        return;
      }
      int first = (bounds.get(w) - start) * KokoroModel.FRAME;
      int last = (bounds.get(w + 1) - start) * KokoroModel.FRAME;
      float[] window = Arrays.copyOfRange(sound.get(), first, last);
      crossFade(beyond, window);
      beyond = Arrays.copyOfRange(sound.get(), last, Math.min(last + SEAM, sound.get().length));
      Take take = mastering.next(window, w + 2 == bounds.size());
      if (take.pcm().length > 0 && !cancellation.isCancelled()) {
        listener.take(take, (bounds.get(w + 1) - from) / (double) (to - from));
      }
    }
  }

  /** dB. */
  private static double gain(Features features) {
    double below = Math.min(0, features.speechShare() - USUAL_SHARE);
    return GAIN_DB + GAIN_SLOPE * below;
  }

  /** Begins {@code window} as the one before would have gone on. */
  private static void crossFade(float[] before, float[] window) {
    int n = Math.min(before.length, window.length);
    for (int i = 0; i < n; i++) {
      window[i] = before[i] + (window[i] - before[i]) * i / n;
    }
  }

  /** The frame at which the last symbol ends that is neither space nor punctuation. */
  private static long lastSound(Tokens tokens, long[] durations) {
    long end = 0;
    long at = durations[0];
    for (int i = 0; i < tokens.owners().size(); i++) {
      at += durations[i + 1];
      end = tokens.ipa(i).isEmpty() ? end : at;
    }
    return end;
  }

  /**
   * @param frames one duration a token, with those of both pads
   * @param fromMs where the times count from
   */
  private static List<Phoneme> times(Tokens tokens, long[] frames, double fromMs) {
    List<Phoneme> times = new ArrayList<>();
    double at = frames[0] * FRAME_MS - EARLY_MS - fromMs;
    times.add(new Phoneme("", 0, Math.max(0, at)));
    int previous = -1;
    for (int i = 0; i < tokens.owners().size() && i + 1 < frames.length; i++) {
      int owner = tokens.owners().get(i);
      double end = at + frames[i + 1] * FRAME_MS;
      if (owner == previous) {
        Phoneme last = times.removeLast();
        times.add(new Phoneme(last.symbol(), last.startMs(), end));
      } else {
        times.add(new Phoneme(tokens.ipa(i), at, end));
      }
      previous = owner;
      at = end;
    }
    times.add(new Phoneme("", at, at + frames[frames.length - 1] * FRAME_MS + EARLY_MS));
    return times;
  }

  @Override
  public String name() {
    return "kokoro hj";
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
