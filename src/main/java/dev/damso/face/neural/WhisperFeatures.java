package dev.damso.face.neural;

import dev.damso.audio.LogMel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * MuseTalk's: the states of all layers of Whisper's encoder for ten tokens of 20 ms, from four
 * before the picture's time on: {@code [10 tokens · 5 layers][384]}. It hears 120 ms ahead.
 *
 * <p>MuseTalk encodes a whole file in pieces of 30 s. Here {@link #BEFORE} tokens before and {@link
 * #AFTER} after those that are wanted are encoded with them, as far as the sound is known; tokens
 * are kept until there is other sound. One owner thread.
 */
final class WhisperFeatures implements LipFeatures {
  static final int LAYERS = 5;
  static final int WIDTH = 384;

  private static final int TOKENS = 10;

  /** Rows that a model takes. */
  static final int ROWS = TOKENS * LAYERS;

  private static final double TOKEN_MS = 20;
  private static final int TOKEN_SAMPLES = 320;

  /** Tokens before the picture. */
  private static final int PAST = 4;

  private static final int BEFORE = 100;
  private static final int AFTER = 15;

  /** Tokens that are kept of one run: those of 16 pictures. */
  private static final int KEPT = TOKENS + 30;

  private final WhisperEar ear;
  private final double offsetMs;
  private final LogMel logMel = new LogMel(80);

  /** Token, counted from the time's origin → {@code [LAYERS][WIDTH]}. */
  private final Map<Long, float[]> made = new HashMap<>();

  private int madeOf = -1;

  /**
   * @param offsetFrames pictures by which it hears later than the picture's time
   */
  WhisperFeatures(WhisperEar ear, int offsetFrames) {
    this.ear = ear;
    this.offsetMs = 40.0 * offsetFrames;
  }

  @Override
  public double beforeMs() {
    return PAST * TOKEN_MS - offsetMs;
  }

  @Override
  public double afterMs() {
    return (TOKENS - PAST) * TOKEN_MS + offsetMs;
  }

  @Override
  public float[] at(SpeechTrack track, double ms) {
    long first = Math.round((ms + offsetMs) / TOKEN_MS) - PAST;
    if (madeOf != track.version()) {
      made.clear();
      madeOf = track.version();
    }
    if (!made.containsKey(first) || !made.containsKey(first + TOKENS - 1)) {
      listen(track, first);
    }
    float[] all = new float[ROWS * WIDTH];
    int token = LAYERS * WIDTH;
    for (int i = 0; i < TOKENS; i++) {
      float[] states = made.get(first + i);
      if (states != null) {
        System.arraycopy(states, 0, all, i * token, token);
      }
    }
    return all;
  }

  private void listen(SpeechTrack track, long first) {
    made.clear();
    int tokens = BEFORE + KEPT + AFTER;
    float[] sound = new float[tokens * TOKEN_SAMPLES];
    float[] known = track.samples();
    int from = track.index(first * TOKEN_MS) - BEFORE * TOKEN_SAMPLES;
    int start = Math.clamp(from, 0, known.length);
    int end = Math.clamp((long) from + sound.length, start, known.length);
    System.arraycopy(known, start, sound, start - from, end - start);
    float[] states = ear.states(logMel.of(sound), LogMel.frames(sound.length));
    int size = LAYERS * WIDTH;
    for (int i = 0; i < KEPT; i++) {
      made.put(first + i, Arrays.copyOfRange(states, (BEFORE + i) * size, (BEFORE + i + 1) * size));
    }
  }
}
