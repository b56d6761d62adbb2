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
   * @param directory of the model, as {@code dev.damso.model.graph.WhisperGraphs} fills it
   * @param threads that the encoder shares
   * @throws UserFacingException where a file is missing or they do not fit together
   */
  public WhisperSpeechToText(Path directory, int threads) {
    name = String.valueOf(directory.getFileName());
    model = new WhisperModel(directory, threads);
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
