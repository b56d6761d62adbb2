package dev.damso.tts;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says what one voice fails to say with another one, so that nothing is lost. A voice that failed
 * is left alone for {@value #REST_MS} ms. Thread safe.
 */
public final class FallbackTextToSpeech implements TextToSpeech {
  private static final Logger LOG = System.getLogger(FallbackTextToSpeech.class.getName());
  private static final long REST_MS = 30_000;

  private final TextToSpeech first;
  private final TextToSpeech second;
  private final LongSupplier nowMs;
  private final AtomicLong restsUntilMs = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param second closed by whoever made it
   * @param nowMs a clock that only goes forward
   */
  public FallbackTextToSpeech(TextToSpeech first, TextToSpeech second, LongSupplier nowMs) {
    this.first = first;
    this.second = second;
    this.nowMs = nowMs;
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    if (nowMs.getAsLong() >= restsUntilMs.get()) {
      AtomicBoolean spoke = new AtomicBoolean();
      try {
        first.speak(
            utterance,
            chunk -> {
              spoke.set(true);
              onChunk.accept(chunk);
            },
            cancellation);
        return;
      } catch (RuntimeException e) {
        if (spoke.get()) {
          // Some of it has been heard: to begin anew would say it twice.
          throw e;
        }
        rest(e);
      }
    }
    if (!cancellation.isCancelled()) {
      second.speak(utterance, onChunk, cancellation);
    }
  }

  private void rest(RuntimeException why) {
    restsUntilMs.set(nowMs.getAsLong() + REST_MS);
    LOG.log(
        Level.WARNING,
        "{0}; {1} speaks for the next {2} s",
        why.getMessage(),
        second.name(),
        REST_MS / 1000);
  }

  /** The first voice's sound only: the other one is heard for as long as that fails. */
  @Override
  public boolean prepare(Utterance utterance, Cancellation cancellation) {
    try {
      return nowMs.getAsLong() < restsUntilMs.get() || first.prepare(utterance, cancellation);
    } catch (RuntimeException e) {
      rest(e);
      return true;
    }
  }

  @Override
  public String name() {
    return first.name() + " (else " + second.name() + ")";
  }

  @Override
  public void close() {
    first.close();
  }
}
