package dev.damso.media;

import java.util.List;

/**
 * A clause of synthesised speech.
 *
 * @param reply the reply that it belongs to
 * @param pcm mono samples, 48 kHz
 * @param spokenText the text that these samples say, as it was written
 * @param language BCP 47, for instance {@code ko}
 * @param phonemes what sounds when, in order, from the first sample of {@code pcm}; empty where the
 *     voice does not know
 */
public record SpeechChunk(
    ReplyId reply, short[] pcm, String spokenText, String language, List<Phoneme> phonemes) {
  /** Samples a second of all synthesised speech. */
  public static final int SAMPLE_RATE = 48_000;

  public double durationMs() {
    return pcm.length * 1000.0 / SAMPLE_RATE;
  }
}
