package dev.damso.stt;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxRuntime;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Whisper: greedy for streams, by beam search for whole sounds. All streams and calls share one
 * thread, final passes before partial ones.
 */
public final class WhisperSpeechToText implements SpeechToText {
  /** Samples of a long sound that are looked at together. */
  private static final int PART = 30 * SAMPLE_RATE;

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
    try {
      return recognizer.offerFinal(window, () -> understand(samples, window, cancellation)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static Transcript understand(float[] samples, Window window, Cancellation cancellation) {
    for (int at = 0; at < samples.length && !cancellation.isCancelled(); at += PART) {
      int to = Math.min(samples.length, at + PART);
      window.append(Sound.sane(Arrays.copyOfRange(samples, at, to)));
      window.shorten(cancellation);
    }
    return window.finish(cancellation);
  }

  @Override
  public SpeechStream open(String language, Consumer<PartialTranscript> partials) {
    checkLanguage(language);
    return new QueuedStream(recognizer, new Window(new LivePasses(model), language), partials);
  }

  private void checkLanguage(String language) {
    if (!language.equals(AUTO)) {
      model.tokens().language(language);
    }
  }

  @Override
  public String name() {
    return name + " " + model.precision() + ", ONNX Runtime " + OnnxRuntime.instance().version();
  }

  @Override
  public void close() {
    recognizer.close();
    model.close();
  }
}
