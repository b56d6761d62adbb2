package dev.damso.turn;

import dev.damso.media.MediaTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends a turn after silence. Speech begins with two windows in a row at the start threshold, and
 * counts as silent below the stop threshold. Speech shorter than the minimum is no turn: a cough, a
 * click. One owner; all times are the microphone's.
 */
public final class SilenceTurnDetector implements TurnDetector {
  /**
   * @param start probability from which a window is speech
   * @param stop probability below which it is silence again
   * @param startWindows windows in a row that begin speech
   * @param pauseMs silence after which {@link TurnEvent.SpeechPaused} is said
   * @param silenceMs silence that ends the turn
   * @param minSpeechMs shortest speech that makes a turn
   * @param interruptMs speech that silences the avatar
   * @param maxTurnMs a turn is ended here whatever is heard
   */
  public record Settings(
      double start,
      double stop,
      int startWindows,
      int pauseMs,
      int silenceMs,
      int minSpeechMs,
      int interruptMs,
      int maxTurnMs) {
    public static Settings silence(int silenceMs) {
      return new Settings(0.5, 0.35, 2, 100, silenceMs, 150, 250, 29_000);
    }
  }

  private final Settings settings;
  private boolean avatarSpeaking;
  private boolean interrupted;
  private int run;
  private double runStart;
  private boolean speaking;
  private boolean paused;
  private double speechStart;
  private double lastSpeech;
  private double spoken;
  private double previous;

  public SilenceTurnDetector(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void avatarSpeaking(boolean value) {
    avatarSpeaking = value;
  }

  @Override
  public List<TurnEvent> onWindow(float probability, MediaTime now) {
    List<TurnEvent> events = new ArrayList<>();
    double ms = now.millis();
    if (speaking) {
      during(probability, ms, now, events);
    } else {
      before(probability, ms, events);
    }
    previous = ms;
    return events;
  }

  private void before(float probability, double ms, List<TurnEvent> events) {
    if (probability < settings.start()) {
      run = 0;
      return;
    }
    if (run++ == 0) {
      runStart = previous;
    }
    if (run >= settings.startWindows()) {
      speaking = true;
      paused = false;
      interrupted = false;
      run = 0;
      speechStart = runStart;
      lastSpeech = ms;
      spoken = ms - runStart;
      events.add(new TurnEvent.SpeechStarted(at(speechStart)));
      interruption(events, ms);
    }
  }

  private void during(float probability, double ms, MediaTime now, List<TurnEvent> events) {
    if (probability >= (paused ? settings.start() : settings.stop())) {
      if (paused) {
        paused = false;
        events.add(new TurnEvent.SpeechResumed(at(previous)));
      }
      spoken += ms - previous;
      lastSpeech = ms;
      interruption(events, ms);
    } else if (!paused && ms - lastSpeech >= settings.pauseMs()) {
      paused = true;
      events.add(new TurnEvent.SpeechPaused(at(lastSpeech)));
    }
    boolean silent = ms - lastSpeech >= settings.silenceMs();
    if (silent || ms - speechStart >= settings.maxTurnMs()) {
      speaking = false;
      // While the avatar speaks, only what silenced it is a turn: the rest may be its own echo.
      if (spoken >= settings.minSpeechMs() && (interrupted || !avatarSpeaking)) {
        events.add(new TurnEvent.TurnEnded(now, at(speechStart), at(lastSpeech)));
      }
    }
  }

  private void interruption(List<TurnEvent> events, double ms) {
    if (avatarSpeaking && !interrupted && spoken >= settings.interruptMs()) {
      interrupted = true;
      events.add(new TurnEvent.Interruption(at(ms)));
    }
  }

  private static MediaTime at(double ms) {
    return MediaTime.ofMillis(Math.round(ms));
  }
}
