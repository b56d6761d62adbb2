package dev.damso.tts.kokoro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import dev.damso.tts.Mastering;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.TimedModel;
import dev.damso.tts.Utterance;
import dev.damso.tts.ko.KokoroSymbols;
import dev.damso.tts.ko.KokoroSymbols.Symbol;
import dev.damso.tts.ko.KoreanFrontEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Korean by Kokoro-82M, which never learnt it, but speaks it when fed the right symbols. The voice
 * "hj" is the mean of two of its voices. Durations come from inside the graph, in frames of 600
 * samples at 24 kHz; the sound comes 60 ms before what they say.
 */
public final class KokoroTextToSpeech implements TextToSpeech {
  private static final int SAMPLE_RATE = 24_000;
  private static final double FRAME_MS = 25;
  private static final double EARLY_MS = 60;
  private static final String DURATIONS_VALUE = "/encoder/Cast_output_0";

  /** Kokoro's context is 512 tokens, two of which are the pads. */
  private static final int MOST_TOKENS = 400;

  private final OnnxSession session;
  private final KokoroVoice voice;
  private final Map<Integer, Integer> vocabulary;
  private final KoreanFrontEnd korean = new KoreanFrontEnd();
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * @param voices {@code voices_ja.npz}
   * @param hfAlpha raw style vectors of the voice hf_alpha
   * @param vocabularyJson {@code {"vocab": {symbol: id}}}
   */
  public KokoroTextToSpeech(
      Path model, Path voices, Path hfAlpha, Path vocabularyJson, int threads) {
    vocabulary = vocabulary(vocabularyJson);
    voice = KokoroVoice.ofRaw(hfAlpha).blend(KokoroVoice.ofArchive(voices, "jf_nezumi"));
    Path timed =
        Files.isRegularFile(model)
            ? TimedModel.of(model, DURATIONS_VALUE, TimedModel.INT64)
            : model;
    session = OnnxRuntime.instance().open(timed, OnnxOptions.threads(threads));
  }

  private static Map<Integer, Integer> vocabulary(Path json) {
    try {
      Map<Integer, Integer> ids = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry :
          new ObjectMapper().readTree(json.toFile()).path("vocab").properties()) {
        ids.put(entry.getKey().codePointAt(0), entry.getValue().asInt());
      }
      return ids;
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read Kokoro's vocabulary " + json, e);
    }
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    List<List<Symbol>> parts = parts(KokoroSymbols.of(korean.phones(utterance.text())));
    for (int i = 0; i < parts.size() && !cancellation.isCancelled(); i++) {
      Mastering.Take take = synthesize(parts.get(i), utterance.speed());
      if (take.pcm().length > 0 && !cancellation.isCancelled()) {
        onChunk.accept(
            new SpeechChunk(
                utterance.reply(),
                take.pcm(),
                i == 0 ? utterance.text() : "",
                utterance.language(),
                take.phonemes()));
      }
    }
  }

  /** Cuts what is longer than the model's context, at a space. */
  private static List<List<Symbol>> parts(List<Symbol> symbols) {
    List<List<Symbol>> parts = new ArrayList<>();
    List<Symbol> part = new ArrayList<>();
    boolean sounds = false;
    for (Symbol symbol : symbols) {
      part.add(symbol);
      sounds |= !symbol.ipa().isEmpty();
      if (part.size() >= MOST_TOKENS && symbol.kokoro().equals(" ")) {
        parts.add(part);
        part = new ArrayList<>();
        sounds = false;
      }
    }
    if (sounds) {
      parts.add(part);
    }
    return parts;
  }

  private Mastering.Take synthesize(List<Symbol> symbols, double speed) {
    List<Long> tokens = new ArrayList<>();
    // Index of the symbol that each token belongs to.
    List<Integer> owners = new ArrayList<>();
    for (int s = 0; s < symbols.size(); s++) {
      int owner = s;
      symbols
          .get(s)
          .kokoro()
          .codePoints()
          .forEach(c -> {
            Integer id = vocabulary.get(c);
            if (id != null) {
              tokens.add((long) id);
              owners.add(owner);
            }
          });
    }
    long[] padded = new long[tokens.size() + 2];
    for (int i = 0; i < tokens.size(); i++) {
      padded[i + 1] = tokens.get(i);
    }
    turn.lock();
    try (Tensor input = Tensor.of(padded, 1, padded.length);
        Tensor style = Tensor.of(voice.style(tokens.size()), 1, KokoroVoice.WIDTH);
        Tensor pace = Tensor.of(new float[] {(float) speed}, 1)) {
      Map<String, Tensor> results =
          session.run(
              Map.of("tokens", input, "style", style, "speed", pace),
              List.of(audioName(), TimedModel.DURATIONS));
      try (Tensor sound = Objects.requireNonNull(results.get(audioName()));
          Tensor durations = Objects.requireNonNull(results.get(TimedModel.DURATIONS))) {
        return Mastering.of(sound.floats(), SAMPLE_RATE, times(symbols, owners, durations.longs()));
      }
    } finally {
      turn.unlock();
    }
  }

  private String audioName() {
    return session.outputNames().getFirst();
  }

  /**
   * @param frames one duration a token, with those of both pads
   */
  private static List<Phoneme> times(List<Symbol> symbols, List<Integer> owners, long[] frames) {
    List<Phoneme> times = new ArrayList<>();
    double at = frames[0] * FRAME_MS - EARLY_MS;
    times.add(new Phoneme("", 0, Math.max(0, at)));
    int previous = -1;
    for (int i = 0; i < owners.size() && i + 1 < frames.length; i++) {
      double end = at + frames[i + 1] * FRAME_MS;
      if (owners.get(i) == previous) {
        Phoneme last = times.removeLast();
        times.add(new Phoneme(last.symbol(), last.startMs(), end));
      } else {
        times.add(new Phoneme(symbols.get(owners.get(i)).ipa(), at, end));
      }
      previous = owners.get(i);
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
      session.close();
    } finally {
      turn.unlock();
    }
  }
}
