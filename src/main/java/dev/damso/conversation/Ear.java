package dev.damso.conversation;

import dev.damso.media.MediaTime;
import dev.damso.turn.TurnDetector;
import dev.damso.turn.TurnEvent;
import dev.damso.vad.VoiceActivityDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Listens: cuts the microphone's sound into windows, asks the voice activity detector and the turn
 * detector, and keeps what was said. One owner thread.
 */
public final class Ear {
  private static final int RATE = VoiceActivityDetector.SAMPLE_RATE;

  /**
   * Sound kept before the first speech and after the last: 300 ms. Of 24 Korean utterances Whisper
   * base then gets 17.9 % of the characters wrong, and 21.3 % with 100 ms after the last.
   */
  private static final int ROLL = RATE * 3 / 10;

  /** Longest utterance, as long as Whisper's window. */
  private static final int LONGEST = 30 * RATE;

  private final VoiceActivityDetector vad;
  private final TurnDetector turns;
  private final SpeechBuffer buffer = new SpeechBuffer(LONGEST);
  private final float[] window = new float[VoiceActivityDetector.WINDOW];
  private int filled;
  private long heard;

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
    buffer.write(samples);
    int at = 0;
    while (at < samples.length) {
      int n = Math.min(window.length - filled, samples.length - at);
      System.arraycopy(samples, at, window, filled, n);
      at += n;
      filled += n;
      heard += n;
      if (filled == window.length) {
        filled = 0;
        events.addAll(
            turns.onWindow(
                vad.probability(Arrays.copyOf(window, window.length)),
                MediaTime.ofSamples(heard, RATE)));
      }
    }
    return events;
  }

  public void avatarSpeaking(boolean speaking) {
    turns.avatarSpeaking(speaking);
  }

  /** The sound of a turn, with a little before and after it. */
  public float[] utterance(MediaTime speechStart, MediaTime speechEnd) {
    return buffer.slice(
        speechStart.rebase(RATE).ticks() - ROLL, speechEnd.rebase(RATE).ticks() + ROLL);
  }
}
