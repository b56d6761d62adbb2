package dev.damso.cli;

import dev.damso.conversation.Ear;
import dev.damso.conversation.Hearing;
import dev.damso.media.UserFacingException;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.Transcript;
import dev.damso.turn.TurnEvent;
import dev.damso.turn.TurnTaking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One of the conversations of {@link TurnStreams}: its thread's, once {@link #hear} has begun. */
final class TurnStream {
  private static final int TICK = Ear.SAMPLE_RATE / 50;
  private static final long TICK_NANOS = 20_000_000;

  /** How long the last words may take, in ticks. */
  private static final int PATIENCE = 500;

  private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
  private final float[] sound;
  private final int offset;
  private final Hearing hearing;
  private final List<Double> tickMs = new ArrayList<>();
  private final List<Double> lateMs = new ArrayList<>();
  private final List<Double> wordsMs = new ArrayList<>();
  private int turns;
  private int empty;
  private int partials;

  /** When the turn ended whose words are awaited; 0: none. */
  private long ended;

  TurnStream(TurnStreams models, float[] sound, int offset) {
    this.sound = sound;
    this.offset = offset;
    hearing =
        new Hearing(
            new Ear(models.vad().newDetector(), new TurnTaking(models.settings())),
            models.recognizer(),
            models.completeness(),
            "ko",
            answers::add,
            new Heard());
  }

  private final class Heard implements Hearing.Listener {
    @Override
    public void turn(TurnEvent event) {
      if (event instanceof TurnEvent.TurnEnded) {
        turns++;
        ended = System.nanoTime();
        hearing.words().ifPresent(this::words);
      }
    }

    @Override
    public void partial(PartialTranscript partial) {
      partials++;
    }

    @Override
    public void words(Transcript words) {
      if (ended != 0) {
        wordsMs.add((System.nanoTime() - ended) / 1e6);
        empty += words.text().isEmpty() ? 1 : 0;
        ended = 0;
      }
    }

    @Override
    public void failed(Throwable cause) {
      throw UserFacingException.failed("could not hear: " + cause, cause);
    }
  }

  /** Hears for so long, then silence until the last words are there. */
  void hear(int seconds) {
    try (hearing) {
      long start = System.nanoTime();
      int ticks = seconds * 50;
      for (int tick = 0; tick < ticks + 50 || ended != 0 && tick < ticks + PATIENCE; tick++) {
        long due = start + (tick + 1) * TICK_NANOS;
        answerUntil(due);
        long began = System.nanoTime();
        hearing.listen(tick < ticks ? sound(tick) : new float[TICK]);
        long now = System.nanoTime();
        tickMs.add((now - began) / 1e6);
        lateMs.add((now - due) / 1e6);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answerUntil(long due) throws InterruptedException {
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      Runnable answer = answers.poll(wait, TimeUnit.NANOSECONDS);
      if (answer != null) {
        answer.run();
      }
    }
  }

  private float[] sound(int tick) {
    int from = (int) ((offset + (long) tick * TICK) % (sound.length - TICK));
    return Arrays.copyOfRange(sound, from, from + TICK);
  }

  /** What hearing 20 ms took, each. */
  List<Double> tickMs() {
    return tickMs;
  }

  /** How long after its end 20 ms of sound had been heard. */
  List<Double> lateMs() {
    return lateMs;
  }

  /** From a turn's end to its words, each. */
  List<Double> wordsMs() {
    return wordsMs;
  }

  int turns() {
    return turns;
  }

  /** Turns in which nothing was understood. */
  int empty() {
    return empty;
  }

  int partials() {
    return partials;
  }
}
