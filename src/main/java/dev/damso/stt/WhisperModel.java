package dev.damso.stt;

import dev.damso.audio.LogMel;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
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

  /** {@code [vocabulary]}: no token after the end of text is text. */
  private final Tensor suppress;

  /**
   * @param encoder mel {@code [1,mels,frames]} → {@code ck{l}}, {@code cv{l}}
   * @param decoder as {@code dev.damso.model.graph.WhisperGraphs} builds it
   * @param threads of the encoder; the decoder's steps are too small to be shared
   */
  WhisperModel(Path encoder, Path decoder, Path tokenizerJson, int threads) {
    tokenizer = WhisperTokenizer.read(tokenizerJson);
    tokens = WhisperTokens.of(tokenizer);
    this.encoder = OnnxRuntime.instance().open(encoder, OnnxOptions.threads(threads));
    this.decoder = OnnxRuntime.instance().open(decoder, OnnxOptions.threads(1));
    encoderOutputs = this.encoder.outputNames();
    mels = (int) this.encoder.inputShape("mel")[1];
    logMel = new LogMel(mels);
    int vocabulary = (int) this.decoder.inputShape("suppress")[0];
    if (vocabulary <= tokens.noTimestamps()) {
      throw UserFacingException.failed(
          "%s is of another model than %s; pull the model again".formatted(decoder, tokenizerJson));
    }
    float[] mask = new float[vocabulary];
    Arrays.fill(mask, tokens.endOfText() + 1, vocabulary, Float.NEGATIVE_INFINITY);
    suppress = Tensor.of(mask, vocabulary);
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
