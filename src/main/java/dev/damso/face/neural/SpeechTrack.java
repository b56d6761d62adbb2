package dev.damso.face.neural;

import dev.damso.audio.LogMel;
import dev.damso.audio.Resampler;
import dev.damso.media.SpeechChunk;
import java.util.Arrays;

/**
 * The sound of what was announced, on the playout clock: 16 kHz, silence between and after. Keeps
 * some seconds. One owner thread.
 */
final class SpeechTrack {
  static final int RATE = LogMel.SAMPLE_RATE;

  private static final int KEPT = 2 * RATE;

  private float[] samples = new float[0];

  /** Time of {@code samples[0]}, in samples. */
  private long origin;

  private double knownUntilMs = Double.NEGATIVE_INFINITY;
  private double soundFromMs = Double.POSITIVE_INFINITY;

  /** Adds a chunk, and forgets what lies two seconds before it. */
  void add(SpeechChunk chunk, double startMs) {
    float[] pcm = new float[chunk.pcm().length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = chunk.pcm()[i] / 32768f;
    }
    float[] sound = Resampler.resample(pcm, SpeechChunk.SAMPLE_RATE, RATE);
    long start = Math.round(startMs * RATE / 1000);
    long from = Math.max(origin, start - KEPT);
    if (start > origin + samples.length + KEPT) {
      soundFromMs = startMs;
    }
    int length = Math.toIntExact(Math.max(start + sound.length, origin + samples.length) - from);
    float[] kept = new float[length];
    int shift = (int) Math.min(samples.length, from - origin);
    System.arraycopy(samples, shift, kept, 0, samples.length - shift);
    System.arraycopy(sound, 0, kept, (int) (start - from), sound.length);
    samples = kept;
    origin = from;
    soundFromMs = Math.min(soundFromMs, startMs);
    knownUntilMs = Math.max(knownUntilMs, startMs + chunk.durationMs());
  }

  /** There is silence from {@code ms} on. */
  void cut(double ms) {
    int from = (int) Math.clamp(Math.round(ms * RATE / 1000) - origin, 0, samples.length);
    samples = Arrays.copyOf(samples, from);
    knownUntilMs = Math.min(knownUntilMs, ms);
  }

  /** End of what was announced. */
  double knownUntilMs() {
    return knownUntilMs;
  }

  /** Whether something sounds between two times. */
  boolean sounds(double fromMs, double toMs) {
    return toMs > soundFromMs && fromMs < knownUntilMs;
  }

  /**
   * @return what {@link #index} points into; not to be written to
   */
  float[] samples() {
    return samples;
  }

  /** Where a time lies in {@link #samples}; may be outside of it, where it is silent. */
  int index(double ms) {
    return (int) Math.clamp(Math.round(ms * RATE / 1000) - origin, -RATE, samples.length + RATE);
  }
}
