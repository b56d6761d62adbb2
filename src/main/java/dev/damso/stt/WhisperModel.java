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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The two graphs of a Whisper model (Radford et al. 2022) of any size, and its tokens. The encoder
 * runs over the sound and half a second of silence, not over 30 s; see docs/adr/0004.
 */
final class WhisperModel implements PassDecoder, AutoCloseable {
  private static final int PADDING = SpeechToText.SAMPLE_RATE / 2;

  private final OnnxSession encoder;
  private final OnnxSession decoder;
  private final WhisperTokenizer tokenizer;
  private final WhisperTokens tokens;
  private final int mels;
  private final LogMel logMel;
  private final List<String> encoderOutputs;

  /** {@code [vocabulary]}, added to the logits: zero, or -∞ for what is no text. */
  private final Tensor suppress;

  /**
   * @param directory as {@code dev.damso.model.graph.WhisperGraphs} fills it
   * @param threads of the encoder; the decoder's steps are too small to be shared
   */
  WhisperModel(Path directory, int threads) {
    tokenizer = WhisperTokenizer.read(directory.resolve("tokenizer.json"));
    tokens = WhisperTokens.of(tokenizer);
    OnnxRuntime runtime = OnnxRuntime.instance();
    encoder = runtime.open(directory.resolve("encoder.int8.onnx"), OnnxOptions.threads(threads));
    decoder = runtime.open(directory.resolve("decoder.q8.onnx"), OnnxOptions.threads(1));
    encoderOutputs = encoder.outputNames();
    mels = (int) encoder.inputShape("mel")[1];
    logMel = new LogMel(mels);
    suppress = suppress((int) decoder.inputShape("suppress")[0], directory);
  }

  private Tensor suppress(int vocabulary, Path directory) {
    if (vocabulary <= tokens.noTimestamps()) {
      throw UserFacingException.failed(
          "the tokenizer in %s is of another model; pull the model again".formatted(directory));
    }
    float[] mask = new float[vocabulary];
    Arrays.fill(mask, tokens.endOfText() + 1, vocabulary, Float.NEGATIVE_INFINITY);
    try {
      // Signs that are not spoken: brackets, notes, dashes.
      for (JsonNode id :
          new ObjectMapper()
              .readTree(directory.resolve("config.json").toFile())
              .path("suppress_ids")) {
        if (id.asInt(-1) >= 0 && id.asInt() < vocabulary) {
          mask[id.asInt()] = Float.NEGATIVE_INFINITY;
        }
      }
    } catch (IOException e) {
      throw UserFacingException.failed(
          directory + " has no readable config.json; pull the model again", e);
    }
    return Tensor.of(mask, vocabulary);
  }

  WhisperTokens tokens() {
    return tokens;
  }

  @Override
  public Hypothesis decode(
      float[] samples,
      String language,
      List<Integer> forced,
      List<Integer> draft,
      Cancellation cancellation) {
    if (samples.length < LogMel.HOP || cancellation.isCancelled()) {
      return Hypothesis.nothing(language);
    }
    int sound = Math.max(1, samples.length / Hypothesis.FRAME);
    try (WhisperDecoder steps = new WhisperDecoder(decoder, encode(samples), suppress, sound)) {
      return new GreedyDecoding(steps, tokens)
          .run(samples.length, language, forced, draft, cancellation);
    }
  }

  private Map<String, Tensor> encode(float[] samples) {
    // An even number of frames: the encoder halves them.
    int length = (samples.length + PADDING) / (2 * LogMel.HOP) * (2 * LogMel.HOP);
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
