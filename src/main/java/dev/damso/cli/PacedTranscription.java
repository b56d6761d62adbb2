package dev.damso.cli;

import dev.damso.media.MediaTime;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechStream;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.turn.SilenceTurnDetector;
import dev.damso.turn.TurnDetector;
import dev.damso.turn.TurnEvent;
import dev.damso.vad.VoiceActivityDetector;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file in real time, as a microphone would give it, to voice activity detection, turn
 * detection and a speech stream, and takes the time of what comes out. For one file.
 */
final class PacedTranscription {
  private static final int RATE = SpeechToText.SAMPLE_RATE;
  private static final int WINDOW = VoiceActivityDetector.WINDOW;
  private static final int PRE_ROLL = RATE * 3 / 10;

  /** Silence played after a file that stops in mid-speech: any turn ends in it. */
  private static final int AFTERWARDS = 3 * RATE / 2;

  private final SpeechToText stt;
  private final VoiceActivityDetector vad;
  private final TurnDetector turns;
  private final String language;
  private final AtomicInteger partials = new AtomicInteger();
  private final StringBuilder text = new StringBuilder();
  private String spoken;
  private int count;
  private double decodeMs;
  private double finalMs;
  private double readyMs;

  /** The turn under way. */
  private @Nullable SpeechStream stream;

  private @Nullable CompletableFuture<Transcript> speculation;
  private long asked;
  private volatile long answered;

  /**
   * What came out.
   *
   * @param decodeMs final passes, summed up
   * @param finalMs from the end of speech to the final text, the slowest turn's
   * @param readyMs from the decision that the turn has ended to the final text, the slowest turn's
   * @param partials how many were given
   */
  record Result(
      String text,
      String language,
      double decodeMs,
      double finalMs,
      double readyMs,
      int turns,
      int partials) {}

  PacedTranscription(SpeechToText stt, VoiceActivityDetector vad, int silenceMs, String language) {
    this.stt = stt;
    this.vad = vad;
    this.turns = new SilenceTurnDetector(SilenceTurnDetector.Settings.silence(silenceMs));
    this.language = language;
    this.spoken = language;
  }

  Result run(float[] samples) {
    long start = System.nanoTime();
    float[] all = Arrays.copyOf(samples, samples.length + AFTERWARDS);
    for (int at = 0; at + WINDOW <= all.length; at += WINDOW) {
      int end = at + WINDOW;
      if (at >= samples.length && stream == null) {
        break;
      }
      waitUntil(start + nanos(end));
      float[] window = Arrays.copyOfRange(all, at, end);
      if (stream != null) {
        stream.feed(window);
      }
      for (TurnEvent event :
          turns.onWindow(vad.probability(window), MediaTime.ofSamples(end, RATE))) {
        on(event, all, end, start);
      }
    }
    if (stream != null) {
      stream.close();
    }
    return new Result(text.toString(), spoken, decodeMs, finalMs, readyMs, count, partials.get());
  }

  private void on(TurnEvent event, float[] all, int heard, long start) {
    switch (event) {
      case TurnEvent.SpeechStarted started -> {
        if (stream != null) {
          stream.close(); // what it heard was too short for a turn
        }
        stream = stt.open(language, this::show);
        int from = Math.max(0, (int) started.at().rebase(RATE).ticks() - PRE_ROLL);
        stream.feed(Arrays.copyOfRange(all, from, heard));
      }
      case TurnEvent.SpeechPaused _ -> speculation = ask();
      case TurnEvent.SpeechResumed _ -> speculation = null;
      case TurnEvent.TurnEnded ended -> end(ended, start);
      case TurnEvent.Interruption _ -> {}
    }
  }

  private CompletableFuture<Transcript> ask() {
    asked = System.nanoTime();
    return Objects.requireNonNull(stream)
        .finish()
        .whenComplete((_, _) -> answered = System.nanoTime());
  }

  private void end(TurnEvent.TurnEnded ended, long start) {
    long decided = System.nanoTime();
    Transcript transcript = (speculation == null ? ask() : speculation).join();
    long ready = Math.max(decided, answered);
    decodeMs += (answered - asked) / 1e6;
    finalMs = Math.max(finalMs, (ready - start) / 1e6 - ended.speechEnd().millis());
    readyMs = Math.max(readyMs, (ready - decided) / 1e6);
    spoken = transcript.language();
    text.append(text.isEmpty() || transcript.text().isEmpty() ? "" : " ").append(transcript.text());
    count++;
    Objects.requireNonNull(stream).close();
    stream = null;
    speculation = null;
  }

  private void show(PartialTranscript partial) {
    partials.incrementAndGet();
    BaseCommand.say("%s |%s", partial.stable(), partial.tail());
  }

  private static long nanos(int samples) {
    return samples * 1_000_000_000L / RATE;
  }

  private static void waitUntil(long deadline) {
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
