package dev.damso.cli;

import dev.damso.conversation.Ear;
import dev.damso.conversation.Hearing;
import dev.damso.media.UserFacingException;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnDetector;
import dev.damso.turn.TurnEvent;
import dev.damso.vad.VoiceActivityDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears a recording as a conversation would, as fast as it goes, on a virtual clock: see {@link
 * VirtualModels}. One owner thread.
 */
final class TurnReplay implements AutoCloseable {
  private static final int WINDOW = VoiceActivityDetector.WINDOW;
  private static final double WINDOW_MS = WINDOW * 1000.0 / VoiceActivityDetector.SAMPLE_RATE;

  /** An event, and when on the recording's clock it was known. */
  record Timed(double ms, TurnEvent event) {}

  /**
   * A turn.
   *
   * @param ms when its end was decided
   * @param words what was said
   * @param wordsMs when they were known, if later
   */
  record Turn(double ms, TurnEvent.TurnEnded ended, Transcript words, double wordsMs) {}

  private final VirtualModels models = new VirtualModels();
  private final List<Timed> events = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final List<Double> windowMs = new ArrayList<>();
  private final Hearing hearing;

  /** An end whose words are not known yet. */
  private @Nullable Timed open;

  TurnReplay(
      VoiceActivityDetector vad,
      TurnDetector turns,
      SpeechToText recognizer,
      CompletenessModel completeness,
      String language) {
    Thread owner = Thread.currentThread();
    hearing =
        new Hearing(
            new Ear(vad, turns),
            models.of(recognizer),
            models.of(completeness),
            language,
            work -> onlyOn(owner, work),
            new Heard());
  }

  /** Answers come on the owner's thread; partial transcripts, which do not, are not needed. */
  private static void onlyOn(Thread owner, Runnable work) {
    if (Thread.currentThread().equals(owner)) {
      work.run();
    }
  }

  private final class Heard implements Hearing.Listener {
    @Override
    public void turn(TurnEvent event) {
      Timed timed = new Timed(models.now(), event);
      events.add(timed);
      if (event instanceof TurnEvent.TurnEnded) {
        open = timed;
        hearing.words().ifPresent(this::words);
      }
    }

    @Override
    public void partial(PartialTranscript partial) {}

    @Override
    public void words(Transcript transcript) {
      if (open != null && open.event() instanceof TurnEvent.TurnEnded ended) {
        turns.add(new Turn(open.ms(), ended, transcript, models.now()));
        open = null;
      }
    }

    @Override
    public void failed(Throwable cause) {
      throw UserFacingException.failed("could not hear: " + cause, cause);
    }
  }

  /**
   * Hears sound, then silence.
   *
   * @param beforeWindow told the clock, milliseconds, before each window is heard
   */
  void hear(float[] samples, double silenceMs, Consumer<Double> beforeWindow) {
    int windows = (int) Math.ceil(samples.length / (double) WINDOW + silenceMs / WINDOW_MS);
    for (int i = 0; i < windows; i++) {
      int from = Math.min(samples.length, i * WINDOW);
      int to = Math.min(samples.length, from + WINDOW);
      float[] piece = Arrays.copyOf(Arrays.copyOfRange(samples, from, to), WINDOW);
      models.advanceTo(hearing.heard().millis() + WINDOW_MS);
      beforeWindow.accept(models.now());
      long started = System.nanoTime();
      hearing.listen(piece);
      windowMs.add((System.nanoTime() - started) / 1e6);
    }
    models.advanceTo(models.now() + 10_000);
  }

  /** Tells what the avatar does: {@link Hearing#avatar}. */
  void avatar(boolean speaking, double db) {
    hearing.avatar(speaking, db);
  }

  List<Timed> events() {
    return events;
  }

  /** Events of a kind, in order. */
  List<Timed> events(Class<? extends TurnEvent> kind) {
    return events.stream().filter(timed -> kind.isInstance(timed.event())).toList();
  }

  List<Turn> turns() {
    return turns;
  }

  /** What each window took, milliseconds. */
  List<Double> windowMs() {
    return windowMs;
  }

  VirtualModels models() {
    return models;
  }

  @Override
  public void close() {
    hearing.close();
  }
}
