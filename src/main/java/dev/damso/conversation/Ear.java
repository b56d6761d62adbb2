package dev.damso.conversation;

import dev.damso.media.MediaTime;
import dev.damso.turn.EchoGate;
import dev.damso.turn.LullDetector;
import dev.damso.turn.TurnDetector;
import dev.damso.turn.TurnEvent;
import dev.damso.turn.Words;
import dev.damso.vad.VoiceActivityDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Listens: cuts the microphone's sound into windows, asks the voice activity detector and the turn
 * detector, and keeps the last half minute. Samples that are no numbers are silence. One owner
 * thread.
 */
public final class Ear {
  /** Samples a second that it hears. */
  public static final int SAMPLE_RATE = VoiceActivityDetector.SAMPLE_RATE;

  /** Sound that is kept: 30 s. */
  private static final int KEPT = 30 * SAMPLE_RATE;

  private final VoiceActivityDetector vad;
  private final TurnDetector turns;
  private final EchoGate echo = new EchoGate();
  private final LullDetector lulls = new LullDetector();
  private final SpeechBuffer buffer = new SpeechBuffer(KEPT);
  private final float[] window = new float[VoiceActivityDetector.WINDOW];
  private boolean lull = true;
  private int filled;
  private long heard;
  private double playedDb = Double.NEGATIVE_INFINITY;

  public Ear(VoiceActivityDetector vad, TurnDetector turns) {
    this.vad = vad;
    this.turns = turns;
  }

  /**
   * @param samples mono, 16 kHz, in [-1, 1], of any length
   * @return what follows from them, in order
   */
  public List<TurnEvent> listen(float[] samples) {
    List<TurnEvent> events = new ArrayList<>();
    float[] clean = clean(samples);
    buffer.write(clean);
    int at = 0;
    while (at < clean.length) {
      int n = Math.min(window.length - filled, clean.length - at);
      System.arraycopy(clean, at, window, filled, n);
      at += n;
      filled += n;
      heard += n;
      if (filled == window.length) {
        filled = 0;
        float probability = probability();
        events.addAll(turns.onWindow(probability, heard()));
        boolean before = lull;
        lull = lulls.isLull(probability, window);
        if (lull != before) {
          events.add(lull ? new TurnEvent.Lull(heard()) : new TurnEvent.LullOver(heard()));
        }
      }
    }
    return events;
  }

  private float probability() {
    float probability = vad.probability(Arrays.copyOf(window, window.length));
    boolean admitted = echo.admits(playedDb, EchoGate.decibels(window));
    playedDb = Double.NEGATIVE_INFINITY;
    return admitted ? probability : 0;
  }

  /** What the person meant to say is silence where the sample is none. */
  private static float[] clean(float[] samples) {
    for (float sample : samples) {
      if (!(Math.abs(sample) <= 1)) {
        float[] clean = new float[samples.length];
        for (int i = 0; i < clean.length; i++) {
          clean[i] = Float.isNaN(samples[i]) ? 0 : Math.clamp(samples[i], -1, 1);
        }
        return clean;
      }
    }
    return samples;
  }

  /** All that was heard so far, as a time. */
  public MediaTime heard() {
    return MediaTime.ofSamples(heard, SAMPLE_RATE);
  }

  /**
   * @param speaking whether the avatar speaks, or is about to
   * @param db level of what it has played since the call before, dB of full scale
   */
  public void avatar(boolean speaking, double db) {
    turns.avatarSpeaking(speaking);
    playedDb = Math.max(playedDb, db);
  }

  /** {@link TurnDetector#onVerdict}. */
  public List<TurnEvent> onVerdict(double complete, MediaTime pause) {
    return turns.onVerdict(complete, pause);
  }

  /** {@link TurnDetector#onWords}. */
  public List<TurnEvent> onWords(Words words, MediaTime pause) {
    return turns.onWords(words, pause);
  }

  /** The sound from {@code from} until now, less what is older than half a minute. */
  public float[] since(MediaTime from) {
    return buffer.slice(from.rebase(SAMPLE_RATE).ticks(), heard);
  }
}
