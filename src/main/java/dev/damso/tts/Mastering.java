package dev.damso.tts;

import dev.damso.audio.Resampler;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a voice's raw sound fit to play: silence trimmed at both ends, 48 kHz, −20 LUFS with peaks
 * under −1 dBTP, 5 ms fades so that seams do not click. Phoneme times follow.
 */
public final class Mastering {
  /** Integrated loudness of all speech. */
  public static final double TARGET_LUFS = -20;

  /** Peaks above the knee are bent below the ceiling: −4 and −1.3 dBFS. */
  private static final double KNEE = 0.63;

  private static final double CEILING = 0.86;
  private static final float SILENCE = 0.01f;
  static final int LEAD_MS = 30;
  static final int TAIL_MS = 110;
  static final int FADE = SpeechChunk.SAMPLE_RATE / 200;

  private Mastering() {}

  /** Sound and the times in it. */
  public record Take(short[] pcm, List<Phoneme> phonemes) {}

  /** Takes what sounds next. */
  public interface Listener {
    /**
     * @param share of what is said that is done with it
     */
    void take(Take take, double share);
  }

  /**
   * @param samples in [-1, 1] at {@code sampleRate}
   * @param phonemes times from the first sample
   * @return an empty take where nothing sounds
   */
  public static Take of(float[] samples, int sampleRate, List<Phoneme> phonemes) {
    int first = firstSound(samples);
    int last = lastSound(samples);
    if (first >= last) {
      return new Take(new short[0], List.of());
    }
    int from = Math.max(0, first - LEAD_MS * sampleRate / 1000);
    int to = Math.min(samples.length, last + TAIL_MS * sampleRate / 1000);
    float[] kept = Arrays.copyOfRange(samples, from, to);
    float[] out = Resampler.resample(kept, sampleRate, SpeechChunk.SAMPLE_RATE);
    double lengthMs = out.length * 1000.0 / SpeechChunk.SAMPLE_RATE;
    return new Take(finish(out), shift(phonemes, from * 1000.0 / sampleRate, lengthMs));
  }

  /** Index of the first sample that sounds, or the length where none does. */
  static int firstSound(float[] samples) {
    int first = 0;
    while (first < samples.length && Math.abs(samples[first]) < SILENCE) {
      first++;
    }
    return first;
  }

  /** Index of the last sample that sounds, or 0. */
  static int lastSound(float[] samples) {
    int last = samples.length - 1;
    while (last > 0 && Math.abs(samples[last]) < SILENCE) {
      last--;
    }
    return Math.max(0, last);
  }

  private static short[] finish(float[] samples) {
    double gain = Math.pow(10, (TARGET_LUFS - Loudness.of(samples)) / 20);
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      double fade = Math.min(1, Math.min(i, pcm.length - 1 - i) / (double) FADE);
      pcm[i] = (short) Math.round(limit(samples[i] * gain * fade) * 32_767);
    }
    return pcm;
  }

  /** Bends what is above the knee, so that it never reaches the ceiling. */
  static double limit(double sample) {
    double size = Math.abs(sample);
    if (size <= KNEE) {
      return sample;
    }
    double room = CEILING - KNEE;
    return Math.signum(sample) * (KNEE + room * Math.tanh((size - KNEE) / room));
  }

  /** What sounds within {@code lengthMs} from {@code byMs} on, in times from there. */
  static List<Phoneme> shift(List<Phoneme> phonemes, double byMs, double lengthMs) {
    List<Phoneme> shifted = new ArrayList<>();
    for (Phoneme phoneme : phonemes) {
      double start = Math.clamp(phoneme.startMs() - byMs, 0, lengthMs);
      double end = Math.clamp(phoneme.endMs() - byMs, 0, lengthMs);
      if (end > start) {
        shifted.add(new Phoneme(phoneme.symbol(), start, end));
      }
    }
    return List.copyOf(shifted);
  }
}
