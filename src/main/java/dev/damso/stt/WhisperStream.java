package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One utterance on the shared recogniser. Fed by one thread. */
final class WhisperStream implements SpeechStream {
  /** New sound after which a partial pass is worth its while. */
  private static final int STEP = SpeechToText.SAMPLE_RATE * 3 / 10;

  private final SpeechToText whisper;
  private final Executor recognizer;
  private final String language;
  private final Consumer<PartialTranscript> partials;
  private final Object giving = new Object();
  private float[] samples = new float[SpeechToText.SAMPLE_RATE];
  private int length;
  private int lookedAt;
  private Cancellation pass = Cancellation.none();
  private @Nullable CompletableFuture<Transcript> result;
  private volatile boolean closed;

  WhisperStream(
      SpeechToText whisper,
      Executor recognizer,
      String language,
      Consumer<PartialTranscript> partials) {
    this.whisper = whisper;
    this.recognizer = recognizer;
    this.language = language;
    this.partials = partials;
  }

  @Override
  public synchronized void feed(float[] more) {
    if (closed) {
      return;
    }
    if (length + more.length > samples.length) {
      samples = Arrays.copyOf(samples, Math.max(2 * samples.length, length + more.length));
    }
    System.arraycopy(more, 0, samples, length, more.length);
    length += more.length;
    if (length - lookedAt >= STEP) {
      lookedAt = length;
      start(
          transcript -> give(new PartialTranscript("", transcript.text(), transcript.language())));
    }
  }

  @Override
  public synchronized CompletableFuture<Transcript> finish() {
    CompletableFuture<Transcript> asked = new CompletableFuture<>();
    if (closed) {
      asked.cancel(false);
      return asked;
    }
    start(asked::complete);
    result = asked;
    return asked;
  }

  private void start(Consumer<Transcript> use) {
    abandon();
    Cancellation current = new Cancellation();
    pass = current;
    float[] heard = Arrays.copyOf(samples, length);
    recognizer.execute(() -> {
      Transcript transcript = whisper.transcribe(heard, language, current);
      if (!current.isCancelled()) {
        use.accept(transcript);
      }
    });
  }

  private void abandon() {
    pass.cancel();
    if (result != null) {
      result.cancel(false);
      result = null;
    }
  }

  private void give(PartialTranscript partial) {
    synchronized (giving) {
      if (!closed) {
        partials.accept(partial);
      }
    }
  }

  @Override
  public void close() {
    synchronized (giving) {
      closed = true;
    }
    synchronized (this) {
      abandon();
    }
  }
}
