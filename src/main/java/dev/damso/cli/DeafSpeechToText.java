package dev.damso.cli;

import dev.damso.media.Cancellation;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechStream;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Understands nothing, at once: for what is measured without words. */
final class DeafSpeechToText implements SpeechToText {
  private static final Transcript NOTHING = new Transcript("", "ko", true);

  @Override
  public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
    return NOTHING;
  }

  @Override
  public SpeechStream open(String language, Consumer<PartialTranscript> partials) {
    return new SpeechStream() {
      @Override
      public void feed(float[] samples) {}

      @Override
      public CompletableFuture<Transcript> finish() {
        return CompletableFuture.completedFuture(NOTHING);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String name() {
    return "deaf";
  }

  @Override
  public void close() {}
}
