package dev.damso.stt;

import dev.damso.audio.LogMel;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Whisper (Radford et al. 2022), greedy, without timestamps. The encoder runs over the utterance
 * and two seconds of silence, not over 30 s: four times quicker, at the same error rate, given a
 * guard against endless repetition. Calls wait for each other, first come, first served.
 */
public final class WhisperSpeechToText implements SpeechToText {
  private static final int PADDING = 2 * SAMPLE_RATE;

  /** Whisper's window, less the padding. */
  private static final int LONGEST = 28 * SAMPLE_RATE;

  private static final int MOST_TOKENS = 200;
  private static final int SPACE = 220;

  /** What {@link #AUTO} chooses from: the languages that the voices speak. */
  private static final List<String> DETECTABLE = List.of("ko", "en");

  private final OnnxSession encoder;
  private final OnnxSession decoder;
  private final WhisperTokenizer tokenizer;
  private final LogMel logMel = new LogMel(80);
  private final List<String> encoderOutputs;
  private final ExecutorService recognizer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("recognizer-", 0).daemon().factory());
  private final ReentrantLock turn = new ReentrantLock(true);
  private final int endOfText;
  private final int startOfTranscript;
  private final int transcribe;
  private final int noTimestamps;
  private final int noSpeech;

  /**
   * @param encoder mel {@code [1,80,frames]} → {@code ck{l}}, {@code cv{l}}
   * @param decoder as {@code dev.damso.model.graph.WhisperGraphs} builds it
   */
  public WhisperSpeechToText(Path encoder, Path decoder, Path tokenizerJson, int threads) {
    tokenizer = WhisperTokenizer.read(tokenizerJson);
    this.encoder = OnnxRuntime.instance().open(encoder, OnnxOptions.threads(threads));
    this.decoder = OnnxRuntime.instance().open(decoder, OnnxOptions.threads(threads));
    encoderOutputs = this.encoder.outputNames();
    endOfText = special("<|endoftext|>");
    startOfTranscript = special("<|startoftranscript|>");
    transcribe = special("<|transcribe|>");
    noTimestamps = special("<|notimestamps|>");
    noSpeech = special("<|nospeech|>", "<|nocaptions|>");
  }

  private int special(String... names) {
    for (String name : names) {
      Integer id = tokenizer.special(name);
      if (id != null) {
        return id;
      }
    }
    throw UserFacingException.failed("the tokenizer has no " + names[0] + "; pull the model again");
  }

  @Override
  public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
    turn.lock();
    try {
      StringBuilder text = new StringBuilder();
      String spoken = language;
      for (float[] piece : pieces(samples)) {
        Transcript part = transcribePiece(piece, spoken, cancellation);
        spoken = part.language();
        if (!part.text().isEmpty()) {
          text.append(text.isEmpty() ? "" : " ").append(part.text());
        }
      }
      return new Transcript(
          text.toString(), spoken.equals(AUTO) ? DETECTABLE.getFirst() : spoken, true);
    } finally {
      turn.unlock();
    }
  }

  private Transcript transcribePiece(float[] samples, String language, Cancellation cancellation) {
    if (samples.length < LogMel.HOP || cancellation.isCancelled()) {
      return new Transcript("", language, true);
    }
    try (WhisperDecoder steps = new WhisperDecoder(decoder, encode(samples))) {
      float[] first = steps.step(startOfTranscript);
      double silence = Math.exp(Logits.logProbability(first, noSpeech));
      String spoken = language.equals(AUTO) ? detect(first) : language;
      List<Integer> tokens = new ArrayList<>();
      double logProbability = decode(steps, special("<|" + spoken + "|>"), tokens, cancellation);
      String text = tokenizer.decode(tokens).strip();
      boolean invented =
          Hallucinations.suspect(text, silence, logProbability / Math.max(1, tokens.size()));
      return new Transcript(invented ? "" : text, spoken, true);
    }
  }

  private Map<String, Tensor> encode(float[] samples) {
    // An even number of frames: the encoder halves them.
    int length = (samples.length + PADDING) / (2 * LogMel.HOP) * (2 * LogMel.HOP);
    float[] padded = Arrays.copyOf(samples, length);
    try (Tensor mel = Tensor.of(logMel.of(padded), 1, 80, LogMel.frames(length))) {
      return encoder.run(Map.of("mel", mel), encoderOutputs);
    }
  }

  /**
   * Decodes greedily.
   *
   * @param tokens takes the text's tokens
   * @return sum of their log probabilities
   */
  private double decode(
      WhisperDecoder steps, int language, List<Integer> tokens, Cancellation cancellation) {
    float[] logits = steps.step(language, transcribe, noTimestamps);
    logits[SPACE] = Float.NEGATIVE_INFINITY;
    logits[endOfText] = Float.NEGATIVE_INFINITY;
    double sum = 0;
    while (!cancellation.isCancelled() && tokens.size() < MOST_TOKENS) {
      // Special tokens follow the end of text; none of them is text.
      int token = Logits.argMax(logits, endOfText + 1);
      if (token == endOfText) {
        break;
      }
      sum += Logits.logProbability(logits, token);
      tokens.add(token);
      int repeated = RepetitionGuard.repeatedTail(tokens);
      if (repeated > 0) {
        tokens.subList(tokens.size() - repeated, tokens.size()).clear();
        break;
      }
      logits = steps.step(token);
    }
    return sum;
  }

  private String detect(float[] logits) {
    String best = DETECTABLE.getFirst();
    for (String language : DETECTABLE) {
      if (logits[special("<|" + language + "|>")] > logits[special("<|" + best + "|>")]) {
        best = language;
      }
    }
    return best;
  }

  /** Cuts what is longer than Whisper's window at its quietest places. */
  static List<float[]> pieces(float[] samples) {
    List<float[]> pieces = new ArrayList<>();
    int from = 0;
    while (samples.length - from > LONGEST) {
      int cut = quietest(samples, from + LONGEST / 2, from + LONGEST);
      pieces.add(Arrays.copyOfRange(samples, from, cut));
      from = cut;
    }
    pieces.add(Arrays.copyOfRange(samples, from, samples.length));
    return pieces;
  }

  private static int quietest(float[] samples, int from, int to) {
    int window = SAMPLE_RATE / 5;
    int best = to - window;
    double least = Double.MAX_VALUE;
    for (int at = from; at + window <= to; at += window / 4) {
      double energy = 0;
      for (int i = at; i < at + window; i++) {
        energy += samples[i] * samples[i];
      }
      if (energy < least) {
        least = energy;
        best = at;
      }
    }
    return best + window / 2;
  }

  @Override
  public SpeechStream open(String language, Consumer<PartialTranscript> partials) {
    return new WhisperStream(this, recognizer, language, partials);
  }

  @Override
  public String name() {
    return "whisper-base int8, ONNX Runtime " + OnnxRuntime.instance().version();
  }

  @Override
  public void close() {
    recognizer.shutdownNow();
    turn.lock();
    try {
      encoder.close();
      decoder.close();
    } finally {
      turn.unlock();
    }
  }
}
