package dev.damso.bench.fixed;

import dev.damso.media.Cancellation;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechStream;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Understands the same each time, {@link FixedProviders#STT_MS} after it was asked. */
public final class FixedSpeechToText implements SpeechToText {
  private static final String TEXT = "When does the museum open?";

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("fixed-stt").daemon().factory());

  @Override
  public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
    return new Transcript(TEXT, "en", true);
  }

  @Override
  public SpeechStream open(String language, Consumer<PartialTranscript> partials) {
    return new Stream();
  }

  private final class Stream implements SpeechStream {
    private CompletableFuture<Transcript> pass = new CompletableFuture<>();

    @Override
    public void feed(float[] samples) {}

    @Override
    public CompletableFuture<Transcript> finish() {
      pass.cancel(false);
      CompletableFuture<Transcript> next = new CompletableFuture<>();
      pass = next;
      var _ =
          timer.schedule(
              () -> next.complete(new Transcript(TEXT, "en", true)),
              FixedProviders.STT_MS,
              TimeUnit.MILLISECONDS);
      return next;
    }

    @Override
    public void close() {
      pass.cancel(false);
    }
  }

  @Override
  public String name() {
    return "fixed " + FixedProviders.STT_MS + " ms";
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
