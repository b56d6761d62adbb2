package dev.damso.face.neural;

import dev.damso.audio.LogMel;

/**
 * MuseTalk's: the states of all layers of Whisper's encoder for ten tokens of 20 ms, from four
 * before the picture's time on: {@code [10 tokens · 5 layers][384]}. It hears 120 ms ahead. Before
 * and after the sound tokens are zero, as MuseTalk has them.
 *
 * <p>MuseTalk encodes files, from their start, in pieces of 30 s. Here all that is known of an
 * utterance is encoded from its start on, anew when more of it is known. One owner thread.
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

  /** What the encoder has places for. */
  private static final int MOST_TOKENS = 1_500;

  /** Tokens of silence that are encoded after the sound: it ends there. */
  private static final int SILENCE = 50;

  private static final double KEPT_MS = 10_000;

  private final WhisperEar ear;
  private final double offsetMs;
  private final LogMel logMel = new LogMel(80);

  /** {@code [tokens][LAYERS][WIDTH]}, from {@link #beganMs} on. */
  private float[] states = new float[0];

  private double beganMs = Double.NaN;
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
  public double keptMs() {
    return KEPT_MS;
  }

  @Override
  public float[] at(SpeechTrack track, double ms) {
    double began = track.beganMs(ms + afterMs());
    if (madeOf != track.version() || began != beganMs) {
      listen(track, began);
    }
    int token = LAYERS * WIDTH;
    int first = (int) Math.round((ms + offsetMs - beganMs) / TOKEN_MS) - PAST;
    int known = states.length / token;
    float[] all = new float[ROWS * WIDTH];
    for (int i = Math.max(0, -first); i < TOKENS && first + i < known; i++) {
      System.arraycopy(states, (first + i) * token, all, i * token, token);
    }
    return all;
  }

  private void listen(SpeechTrack track, double began) {
    madeOf = track.version();
    beganMs = began;
    float[] known = track.samples();
    int from = Math.clamp(track.index(began), 0, known.length);
    int tokens = Math.min(MOST_TOKENS - SILENCE, (known.length - from) / TOKEN_SAMPLES);
    states = new float[0];
    if (tokens > 0) {
      float[] sound = new float[(tokens + SILENCE) * TOKEN_SAMPLES];
      System.arraycopy(known, from, sound, 0, tokens * TOKEN_SAMPLES);
      float[] made = ear.states(logMel.of(sound), LogMel.frames(sound.length));
      states = java.util.Arrays.copyOf(made, tokens * LAYERS * WIDTH);
    }
  }
}
