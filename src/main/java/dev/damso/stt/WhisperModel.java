package dev.damso.stt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.audio.LogMel;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The two graphs of a Whisper model (Radford et al. 2022) of any size, and its tokens. The encoder
 * runs over the sound and some silence, not over 30 s; see docs/adr/0004.
 */
final class WhisperModel implements PassDecoder, AutoCloseable {
  /** Silence after the sound, in samples: of a preview, and of what counts. */
  private static final int SHORT_PADDING = SpeechToText.SAMPLE_RATE / 2;

  private static final int PADDING = 4 * SpeechToText.SAMPLE_RATE;

  /** What the encoder has positions for: 30 s. */
  private static final int LONGEST = 30 * SpeechToText.SAMPLE_RATE;

  private final OnnxSession encoder;
  private final OnnxSession decoder;
  private final boolean half;
  private final WhisperTokenizer tokenizer;
  private final WhisperTokens tokens;
  private final int mels;
  private final LogMel logMel;
  private final List<String> encoderOutputs;

  /** {@code [vocabulary]}, added to the logits: zero, or -∞ for what is no text. */
  private final Tensor suppress;

  private final TimestampGrammar grammar;

  /**
   * @param directory as {@code dev.damso.model.graph.WhisperGraphs} fills it
   * @param threads of the encoder; the decoder's steps are too small to be shared
   */
  WhisperModel(Path directory, int threads) {
    tokenizer = WhisperTokenizer.read(directory.resolve("tokenizer.json"));
    tokens = WhisperTokens.of(tokenizer);
    OnnxRuntime runtime = OnnxRuntime.instance();
    half = Files.exists(directory.resolve("encoder.fp16.onnx"));
    Path encoderFile = directory.resolve(half ? "encoder.fp16.onnx" : "encoder.int8.onnx");
    Path decoderFile = directory.resolve(half ? "decoder.fp16.onnx" : "decoder.q8.onnx");
    encoder = runtime.open(encoderFile, OnnxOptions.threads(threads));
    decoder = runtime.open(decoderFile, OnnxOptions.threads(1));
    encoderOutputs = encoder.outputNames();
    mels = (int) encoder.inputShape("mel")[1];
    logMel = new LogMel(mels);
    int vocabulary = (int) decoder.inputShape("suppress")[0];
    BitSet unspoken = unspoken(vocabulary, directory);
    grammar = new TimestampGrammar(tokens, unspoken);
    float[] mask = new float[vocabulary];
    unspoken.set(tokens.endOfText() + 1, vocabulary);
    unspoken.stream().forEach(token -> mask[token] = Float.NEGATIVE_INFINITY);
    suppress = Tensor.of(mask, vocabulary);
  }

  /** Signs that are not spoken: brackets, notes, dashes. */
  private BitSet unspoken(int vocabulary, Path directory) {
    if (vocabulary <= tokens.firstTimestamp()) {
      throw UserFacingException.failed(
          "the tokenizer in %s is of another model; pull the model again".formatted(directory));
    }
    BitSet unspoken = new BitSet();
    try {
      for (JsonNode id :
          new ObjectMapper()
              .readTree(directory.resolve("config.json").toFile())
              .path("suppress_ids")) {
        if (id.asInt(-1) >= 0 && id.asInt() < tokens.endOfText()) {
          unspoken.set(id.asInt());
        }
      }
    } catch (IOException e) {
      throw UserFacingException.failed(
          directory + " has no readable config.json; pull the model again", e);
    }
    return unspoken;
  }

  /** {@code int8} or {@code fp16}. */
  String precision() {
    return half ? "fp16" : "int8";
  }

  WhisperTokens tokens() {
    return tokens;
  }

  @Override
  public Hypothesis preview(
      float[] samples,
      String language,
      List<Integer> forced,
      List<Integer> draft,
      Cancellation cancellation) {
    if (samples.length < LogMel.HOP || cancellation.isCancelled()) {
      return Hypothesis.nothing(language);
    }
    try (WhisperDecoder steps = over(samples, SHORT_PADDING)) {
      return new GreedyDecoding(steps, tokens)
          .run(samples.length, language, forced, draft, cancellation);
    }
  }

  @Override
  public Hypothesis decode(
      float[] samples, String language, List<Integer> draft, Cancellation cancellation) {
    if (samples.length < LogMel.HOP || cancellation.isCancelled()) {
      return Hypothesis.nothing(language);
    }
    try (WhisperDecoder steps = over(samples, PADDING)) {
      return new BeamSearch(steps, tokens, grammar)
          .run(samples.length, language, draft, cancellation);
    }
  }

  private WhisperDecoder over(float[] samples, int padding) {
    int sound = Math.max(1, samples.length / Hypothesis.FRAME);
    return new WhisperDecoder(decoder, encode(samples, padding), suppress, sound);
  }

  private Map<String, Tensor> encode(float[] samples, int padding) {
    // An even number of frames: the encoder halves them.
    int length = Math.min(LONGEST, samples.length + padding) / (2 * LogMel.HOP) * (2 * LogMel.HOP);
    float[] padded = Arrays.copyOf(samples, length);
    try (Tensor mel = Tensor.of(logMel.of(padded), 1, mels, LogMel.frames(length))) {
      return encoder.run(Map.of("mel", mel), encoderOutputs);
    }
  }

  @Override
  public String text(List<Integer> tokens) {
    return tokenizer.decode(tokens);
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
    suppress.close();
  }
}
