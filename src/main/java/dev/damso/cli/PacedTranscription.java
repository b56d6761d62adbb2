package dev.damso.cli;

import dev.damso.conversation.Ear;
import dev.damso.conversation.Hearing;
import dev.damso.media.UserFacingException;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnEvent;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.VoiceActivityDetector;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file in real time, as a microphone would give it, to {@link Hearing}, and takes the time
 * of what comes out. For one file, on one thread.
 */
final class PacedTranscription {
  private static final int RATE = SpeechToText.SAMPLE_RATE;
  private static final int WINDOW = VoiceActivityDetector.WINDOW;

  /** Silence played after a file that stops in mid-speech: any turn ends in it. */
  private static final int AFTERWARDS = 3 * RATE / 2;

  /** Longest wait for the words of the last turn. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
  private final Hearing hearing;
  private final StringBuilder text = new StringBuilder();
  private String spoken;
  private int partials;
  private int turns;
  private double decodeMs;
  private double finalMs;
  private double readyMs;
  private long start;

  /** When the final pass that counts was asked for, and answered, {@link System#nanoTime}. */
  private long asked;

  private long answered;
  private boolean speaking;

  /** A turn whose words are awaited. */
  private @Nullable End open;

  private record End(long decidedNanos, double speechEndMs) {}

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
    spoken = language;
    hearing =
        new Hearing(
            new Ear(vad, new TurnTaking(TurnSettings.silence(silenceMs))),
            stt,
            CompletenessModel.none(),
            language,
            answers::add,
            new Heard());
  }

  Result run(float[] samples) {
    start = System.nanoTime();
    float[] all = Arrays.copyOf(samples, samples.length + AFTERWARDS);
    for (int end = WINDOW;
        end <= all.length && (end <= samples.length + WINDOW || speaking);
        end += WINDOW) {
      answerUntil(start + end * 1_000_000_000L / RATE);
      hearing.listen(Arrays.copyOfRange(all, end - WINDOW, end));
    }
    for (long patience = System.nanoTime() + PATIENCE_NANOS;
        open != null && patience - System.nanoTime() > 0; ) {
      answerUntil(System.nanoTime() + 1_000_000);
    }
    hearing.close();
    return new Result(text.toString(), spoken, decodeMs, finalMs, readyMs, turns, partials);
  }

  /** Takes the models' answers until {@code deadline}. */
  private void answerUntil(long deadline) {
    try {
      for (long left = deadline - System.nanoTime();
          left > 0;
          left = deadline - System.nanoTime()) {
        Runnable answer = answers.poll(left, TimeUnit.NANOSECONDS);
        if (answer != null) {
          answer.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserFacingException.failed("interrupted", e);
    }
  }

  private final class Heard implements Hearing.Listener {
    @Override
    public void turn(TurnEvent event) {
      switch (event) {
        case TurnEvent.SpeechStarted _ -> speaking = true;
        case TurnEvent.TurnDropped _ -> speaking = false;
        case TurnEvent.TurnEnded ended -> {
          speaking = false;
          open = new End(System.nanoTime(), ended.speechEnd().millis());
          hearing.words().ifPresent(this::end);
        }
        default -> {}
      }
    }

    @Override
    public void partial(PartialTranscript partial) {
      if (!(partial.stable() + partial.tail()).isEmpty()) {
        partials++;
        BaseCommand.say("%s |%s", partial.stable(), partial.tail());
      }
    }

    @Override
    public void asked() {
      asked = System.nanoTime();
    }

    @Override
    public void words(Transcript words) {
      answered = System.nanoTime();
      end(words);
    }

    private void end(Transcript words) {
      End end = open;
      if (end == null) {
        return;
      }
      open = null;
      long ready = Math.max(end.decidedNanos(), answered);
      decodeMs += (answered - asked) / 1e6;
      finalMs = Math.max(finalMs, (ready - start) / 1e6 - end.speechEndMs());
      readyMs = Math.max(readyMs, (ready - end.decidedNanos()) / 1e6);
      spoken = words.language();
      text.append(text.isEmpty() || words.text().isEmpty() ? "" : " ").append(words.text());
      turns++;
    }

    @Override
    public void failed(Throwable cause) {
      throw UserFacingException.failed("could not hear: " + cause, cause);
    }
  }
}
