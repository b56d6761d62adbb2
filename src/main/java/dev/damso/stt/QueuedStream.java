package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One utterance on the shared {@link Recognizer}. What is fed waits here until a pass takes it over
 * into the window, which only the recogniser's thread touches.
 */
final class QueuedStream implements SpeechStream {
  /** New sound that makes a partial pass worth its while: 300 ms. */
  private static final int STEP = SpeechToText.SAMPLE_RATE * 3 / 10;

  /** Sound that waits at most, should the recogniser be that late; older sound is dropped. */
  static final int MOST_WAITING = 300 * SpeechToText.SAMPLE_RATE;

  private final Recognizer recognizer;
  private final Window window;
  private final Consumer<PartialTranscript> partials;

  /** Held while a partial is given, so that none is given after {@link #close}. */
  private final Object giving = new Object();

  private final Deque<float[]> waiting = new ArrayDeque<>();
  private int waitingSamples;
  private int sinceAsked;
  private Cancellation finalPass = new Cancellation();
  private Cancellation partialPass = new Cancellation();
  private CompletableFuture<Transcript> result =
      CompletableFuture.failedFuture(new CancellationException());
  private volatile boolean closed;

  QueuedStream(Recognizer recognizer, Window window, Consumer<PartialTranscript> partials) {
    this.recognizer = recognizer;
    this.window = window;
    this.partials = partials;
  }

  @Override
  public void feed(float[] samples) {
    if (closed || samples.length == 0) {
      return;
    }
    synchronized (this) {
      waiting.add(Sound.sane(samples));
      waitingSamples += samples.length;
      while (waitingSamples > MOST_WAITING && waiting.size() > 1) {
        waitingSamples -= waiting.remove().length;
      }
      sinceAsked += samples.length;
      if (sinceAsked < STEP) {
        return;
      }
      sinceAsked = 0;
    }
    recognizer.offerPartial(this, this::partialPass);
  }

  private void partialPass(Cancellation cancellation) {
    takeOver();
    synchronized (this) {
      if (closed) {
        return;
      }
      partialPass = cancellation;
    }
    window
        .partial(cancellation)
        .ifPresent(partial -> {
          synchronized (giving) {
            if (!closed) {
              partials.accept(partial);
            }
          }
        });
  }

  private void takeOver() {
    synchronized (this) {
      waiting.forEach(window::append);
      waiting.clear();
      waitingSamples = 0;
    }
  }

  /** Samples that no pass has taken over yet. */
  synchronized int waitingSamples() {
    return waitingSamples;
  }

  @Override
  public synchronized CompletableFuture<Transcript> finish() {
    abandon();
    if (!closed) {
      Cancellation cancellation = new Cancellation();
      finalPass = cancellation;
      sinceAsked = 0;
      result = recognizer.offerFinal(this, () -> finalPass(cancellation));
      CompletableFuture<Transcript> asked = result;
      var _ =
          asked.whenComplete((words, failure) -> {
            if (asked.isCancelled()) {
              cancellation.cancel();
            }
          });
    }
    return result;
  }

  private Transcript finalPass(Cancellation cancellation) {
    takeOver();
    return window.finish(cancellation);
  }

  /** Gives up the final pass that waits or is under way. */
  private void abandon() {
    finalPass.cancel();
    result.cancel(false);
  }

  @Override
  public void close() {
    synchronized (giving) {
      closed = true;
    }
    synchronized (this) {
      partialPass.cancel();
      abandon();
      waiting.clear();
      waitingSamples = 0;
    }
    recognizer.forget(this);
  }
}
