package dev.damso.stt;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxRuntime;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Whisper, greedy, without timestamps. All streams and calls share one thread, final passes before
 * partial ones.
 */
public final class WhisperSpeechToText implements SpeechToText {
  private final String name;
  private final WhisperModel model;
  private final Recognizer recognizer = new Recognizer();

  /**
   * @param name of the model, for people
   * @param encoder mel {@code [1,mels,frames]} → {@code ck{l}}, {@code cv{l}}
   * @param decoder as {@code dev.damso.model.graph.WhisperGraphs} builds it
   * @param threads that the encoder shares
   * @throws UserFacingException where a file is missing or they do not fit together
   */
  public WhisperSpeechToText(
      String name, Path encoder, Path decoder, Path tokenizerJson, int threads) {
    this.name = name;
    model = new WhisperModel(encoder, decoder, tokenizerJson, threads);
  }

  @Override
  public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
    checkLanguage(language);
    Window window = new Window(model, language);
    window.append(Sound.sane(samples));
    try {
      return recognizer.offerFinal(window, () -> window.finish(cancellation)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public SpeechStream open(String language, Consumer<PartialTranscript> partials) {
    checkLanguage(language);
    return new QueuedStream(recognizer, new Window(model, language), partials);
  }

  private void checkLanguage(String language) {
    if (!language.equals(AUTO)) {
      model.tokens().language(language);
    }
  }

  @Override
  public String name() {
    return name + " int8, ONNX Runtime " + OnnxRuntime.instance().version();
  }

  @Override
  public void close() {
    recognizer.close();
    model.close();
  }
}
