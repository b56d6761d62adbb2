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
 * @param emotions what the face shows, in order
 * @param pause samples of silence that belong between what sounded before and {@code pcm}, in which
 *     they are not
 */
public record SpeechChunk(
    ReplyId reply,
    short[] pcm,
    String spokenText,
    String language,
    List<Phoneme> phonemes,
    List<EmotionCue> emotions,
    int pause) {
  /** Samples a second of all synthesised speech. */
  public static final int SAMPLE_RATE = 48_000;

  /** Speech that says nothing of the face. */
  public SpeechChunk(
      ReplyId reply, short[] pcm, String spokenText, String language, List<Phoneme> phonemes) {
    this(reply, pcm, spokenText, language, phonemes, List.of(), 0);
  }

  /** The same speech, shown so. */
  public SpeechChunk withEmotions(List<EmotionCue> shown) {
    return new SpeechChunk(reply, pcm, spokenText, language, phonemes, List.copyOf(shown), pause);
  }

  /** The same speech behind so many samples of silence. */
  public SpeechChunk withPause(int samples) {
    return new SpeechChunk(reply, pcm, spokenText, language, phonemes, emotions, samples);
  }

  /** Samples of chunks in a row, each behind its pause. */
  public static short[] join(List<SpeechChunk> chunks) {
    short[] all =
        new short[chunks.stream().mapToInt(chunk -> chunk.pause + chunk.pcm.length).sum()];
    int at = 0;
    for (SpeechChunk chunk : chunks) {
      at += chunk.pause;
      System.arraycopy(chunk.pcm, 0, all, at, chunk.pcm.length);
      at += chunk.pcm.length;
    }
    return all;
  }

  public double durationMs() {
    return pcm.length * 1000.0 / SAMPLE_RATE;
  }
}
