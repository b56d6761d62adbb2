package dev.damso.turn;

import dev.damso.media.MediaTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Turns from speech probabilities, verdicts and words.
 *
 * <pre>
 *   SILENCE ── two windows of speech ──→ SPEECH ── 64 ms without ──→ PAUSE ── {@link PauseRule} ──→ SILENCE
 *                                          ↑ ── two windows of speech ── ┘
 * </pre>
 *
 * The first window under the avatar's voice that may be speech makes it pause ({@link
 * TurnEvent.Overlap}). It is an interruption once it is too long for a word of assent, or its words
 * are none; else the avatar goes on.
 */
public final class TurnTaking implements TurnDetector {
  /** A verdict of "incomplete" is asked for again after so much more silence. */
  private static final int ASK_AGAIN_MS = 150;

  private enum Phase {
    SILENCE,
    SPEECH,
    PAUSE
  }

  private enum Overlap {
    NONE,
    UNDECIDED,
    INTERRUPTED
  }

  private final TurnSettings settings;
  private final PauseRule rule;
  private Phase phase = Phase.SILENCE;
  private Overlap overlap = Overlap.NONE;
  private boolean avatarSpeaking;

  /** Windows of speech in a row, while silence or a pause lasts, and when they began. */
  private int run;

  private double runStart;
  private double now;

  /** When something last sounded like speech under the avatar's, while that is all there is. */
  private double hintAt;

  /** No hint counts before. */
  private double noHintUntil;

  private double speechStart;
  private double lastSpeech;
  private double spoken;

  // Of the pause that lasts.
  private OptionalDouble verdict = OptionalDouble.empty();
  private @Nullable Words words;
  private boolean asked;
  private double askedAt;

  public TurnTaking(TurnSettings settings) {
    this.settings = settings;
    this.rule = new PauseRule(settings);
  }

  @Override
  public void avatarSpeaking(boolean speaking) {
    avatarSpeaking = speaking;
  }

  @Override
  public List<TurnEvent> onWindow(float probability, MediaTime end) {
    List<TurnEvent> events = new ArrayList<>();
    double previous = now;
    now = end.millis();
    switch (phase) {
      case SILENCE -> silence(probability, previous, events);
      case SPEECH -> speech(probability, previous, events);
      case PAUSE -> pause(probability, previous, events);
    }
    if (phase != Phase.SILENCE && now - speechStart >= settings.maxTurnMs()) {
      end(events);
    }
    return events;
  }

  @Override
  public List<TurnEvent> onVerdict(double complete, MediaTime pause) {
    List<TurnEvent> events = new ArrayList<>();
    if (isCurrent(pause)) {
      verdict = OptionalDouble.of(complete);
      asked = false;
      judge(events);
    }
    return events;
  }

  @Override
  public List<TurnEvent> onWords(Words understood, MediaTime pause) {
    List<TurnEvent> events = new ArrayList<>();
    if (isCurrent(pause)) {
      words = understood;
      judge(events);
    }
    return events;
  }

  private boolean isCurrent(MediaTime pause) {
    return phase == Phase.PAUSE && at(lastSpeech).equals(pause);
  }

  /** Counts speech windows in a row; whether they begin, or resume, speech. */
  private boolean begins(float probability, double threshold, double previous) {
    if (!(probability >= threshold)) { // not a number is no speech
      run = 0;
      return false;
    }
    if (run++ == 0) {
      runStart = previous;
    }
    return run >= settings.startWindows();
  }

  private void silence(float probability, double previous, List<TurnEvent> events) {
    boolean hinted = overlap == Overlap.UNDECIDED;
    if (begins(probability, settings.start(), previous)) {
      phase = Phase.SPEECH;
      overlap = hinted ? Overlap.UNDECIDED : Overlap.NONE;
      speechStart = runStart;
      spoken = 0;
      events.add(new TurnEvent.SpeechStarted(at(speechStart)));
      spoke(runStart, events);
    } else if (probability >= settings.stop() && avatarSpeaking && now >= noHintUntil) {
      hintAt = now;
      if (!hinted) {
        overlap(events);
      }
    } else if (hinted && now - hintAt >= settings.verdictMs()) {
      overlap = Overlap.NONE;
      noHintUntil = now + settings.hintRestMs();
      events.add(new TurnEvent.FalseInterruption(at(now)));
    }
  }

  private void overlap(List<TurnEvent> events) {
    overlap = Overlap.UNDECIDED;
    events.add(new TurnEvent.Overlap(at(now)));
  }

  private void speech(float probability, double previous, List<TurnEvent> events) {
    if (probability >= settings.stop()) {
      spoke(previous, events);
    } else if (now - lastSpeech >= settings.pauseMs()) {
      phase = Phase.PAUSE;
      run = 0;
      verdict = OptionalDouble.empty();
      words = null;
      asked = false;
      events.add(new TurnEvent.SpeechPaused(at(lastSpeech)));
      judge(events);
    }
  }

  private void pause(float probability, double previous, List<TurnEvent> events) {
    // Who has spoken will speak: softer sounds count than at the beginning.
    if (begins(probability, settings.stop(), previous)) {
      phase = Phase.SPEECH;
      events.add(new TurnEvent.SpeechResumed(at(runStart)));
      spoke(runStart, events);
    } else if (run == 0) { // else it may be about to go on
      judge(events);
    }
  }

  /** There was speech from {@code from} to now. */
  private void spoke(double from, List<TurnEvent> events) {
    run = 0;
    spoken += now - from;
    lastSpeech = now;
    if (avatarSpeaking && overlap == Overlap.NONE) {
      overlap(events);
    }
    if (overlap == Overlap.UNDECIDED && spoken >= settings.interruptMs()) {
      interrupted(events);
    }
  }

  private void interrupted(List<TurnEvent> events) {
    overlap = Overlap.INTERRUPTED;
    events.add(new TurnEvent.Interruption(at(now)));
  }

  private void judge(List<TurnEvent> events) {
    double silence = now - lastSpeech;
    if (verdict.isEmpty() && silence >= settings.verdictMs()) {
      ask(events);
    }
    if (spoken < settings.minSpeechMs()) {
      // While the avatar waits, a click does not keep it waiting.
      boolean waits = overlap == Overlap.UNDECIDED;
      if (silence >= (waits ? settings.verdictMs() : settings.shortMs())) {
        drop(events);
      }
      return;
    }
    if (overlap == Overlap.UNDECIDED && !decided(silence, events)) {
      return;
    }
    WordCue cue = words == null ? null : WordCue.of(words);
    if (silence >= rule.silenceMs(spoken, verdict, cue)) {
      end(events);
    } else if (verdict.isPresent() && now - askedAt >= ASK_AGAIN_MS) {
      ask(events);
    }
  }

  /** Whether short speech under the avatar's voice was found to interrupt it. */
  private boolean decided(double silence, List<TurnEvent> events) {
    String heard = words == null ? null : words.text();
    if (heard == null && silence < settings.limitMs()) {
      return false;
    }
    if (heard == null || heard.isBlank() || Backchannels.matches(heard)) {
      drop(events);
      return false;
    }
    interrupted(events);
    return true;
  }

  private void ask(List<TurnEvent> events) {
    if (settings.smart() && !asked) {
      asked = true;
      askedAt = now;
      events.add(new TurnEvent.VerdictWanted(at(now), at(lastSpeech)));
    }
  }

  private void end(List<TurnEvent> events) {
    if (overlap == Overlap.UNDECIDED) {
      interrupted(events);
    }
    phase = Phase.SILENCE;
    overlap = Overlap.NONE;
    run = 0;
    events.add(new TurnEvent.TurnEnded(at(now), at(speechStart), at(lastSpeech)));
  }

  private void drop(List<TurnEvent> events) {
    if (overlap == Overlap.UNDECIDED) {
      events.add(new TurnEvent.FalseInterruption(at(now)));
    }
    overlap = Overlap.NONE;
    phase = Phase.SILENCE;
    run = 0;
    events.add(new TurnEvent.TurnDropped(at(now)));
  }

  private static MediaTime at(double ms) {
    return MediaTime.ofMillis(Math.round(ms));
  }
}
