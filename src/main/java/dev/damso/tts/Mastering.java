package dev.damso.tts;

import dev.damso.audio.Resampler;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a voice's raw sound fit to play: silence trimmed at both ends, 48 kHz, −20 LUFS with peaks
 * under −1 dBFS, 5 ms fades so that seams do not click. Phoneme times follow.
 */
public final class Mastering {
  private static final double TARGET_LUFS = -20;
  private static final double PEAK = Math.pow(10, -1 / 20.0);
  private static final float SILENCE = 0.01f;
  private static final int LEAD_MS = 30;
  private static final int TAIL_MS = 110;
  private static final int FADE = SpeechChunk.SAMPLE_RATE / 200;

  private Mastering() {}

  /** Sound and the times in it. */
  public record Take(short[] pcm, List<Phoneme> phonemes) {}

  /**
   * @param samples in [-1, 1] at {@code sampleRate}
   * @param phonemes times from the first sample
   * @return an empty take where nothing sounds
   */
  public static Take of(float[] samples, int sampleRate, List<Phoneme> phonemes) {
    int first = 0;
    while (first < samples.length && Math.abs(samples[first]) < SILENCE) {
      first++;
    }
    int last = samples.length - 1;
    while (last > first && Math.abs(samples[last]) < SILENCE) {
      last--;
    }
    if (first >= last) {
      return new Take(new short[0], List.of());
    }
    int from = Math.max(0, first - LEAD_MS * sampleRate / 1000);
    int to = Math.min(samples.length, last + TAIL_MS * sampleRate / 1000);
    float[] kept = java.util.Arrays.copyOfRange(samples, from, to);
    float[] out = Resampler.resample(kept, sampleRate, SpeechChunk.SAMPLE_RATE);
    return new Take(finish(out), shift(phonemes, from * 1000.0 / sampleRate, out.length));
  }

  private static short[] finish(float[] samples) {
    double peak = 1e-9;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    double gain = Math.min(Math.pow(10, (TARGET_LUFS - Loudness.of(samples)) / 20), PEAK / peak);
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      double fade = Math.min(1, Math.min(i, pcm.length - 1 - i) / (double) FADE);
      pcm[i] = (short) Math.round(samples[i] * gain * fade * 32_767);
    }
    return pcm;
  }

  private static List<Phoneme> shift(List<Phoneme> phonemes, double byMs, int samples) {
    double endMs = samples * 1000.0 / SpeechChunk.SAMPLE_RATE;
    List<Phoneme> shifted = new ArrayList<>();
    for (Phoneme phoneme : phonemes) {
      double start = Math.clamp(phoneme.startMs() - byMs, 0, endMs);
      double end = Math.clamp(phoneme.endMs() - byMs, 0, endMs);
      if (end > start) {
        shifted.add(new Phoneme(phoneme.symbol(), start, end));
      }
    }
    return List.copyOf(shifted);
  }
}
