package dev.damso.tts;

import dev.damso.audio.Resampler;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.Mastering.Take;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Mastering} for a clause that comes in pieces, by a voice whose loudness is known: the
 * pieces join without a seam. One owner thread.
 */
public final class MasteringStream {
  private final int sampleRate;
  private double gain;
  private final List<Phoneme> phonemes;
  private final Resampler resampler;

  /** Where the first sample that is kept lies, from the first that came. */
  private int origin;

  private float[] waiting = new float[0];
  private boolean started;

  /** Samples given, at 48 kHz. */
  private int given;

  /**
   * @param gain what the voice's samples are multiplied by to have {@link Mastering#TARGET_LUFS}; a
   *     clause that comes in one piece is measured instead
   * @param phonemes of the whole clause, times from the first sample
   */
  public MasteringStream(int sampleRate, double gain, List<Phoneme> phonemes) {
    this.sampleRate = sampleRate;
    this.gain = gain;
    this.phonemes = List.copyOf(phonemes);
    resampler = new Resampler(sampleRate, SpeechChunk.SAMPLE_RATE);
  }

  /**
   * @param samples what follows what came before, in [-1, 1]
   * @param last whether the clause ends here
   * @return an empty take where nothing sounds yet
   */
  public Take next(float[] samples, boolean last) {
    float[] piece = started ? samples : join(waiting, samples);
    int from = 0;
    if (!started) {
      int lead = Mastering.LEAD_MS * sampleRate / 1000;
      int sound = Mastering.firstSound(piece);
      from = Math.max(0, Math.min(sound, piece.length) - lead);
      origin += from;
      if (sound == piece.length) {
        waiting = Arrays.copyOfRange(piece, from, piece.length);
        return new Take(new short[0], List.of());
      }
    }
    int to = piece.length;
    if (last) {
      int tail = Mastering.TAIL_MS * sampleRate / 1000;
      to = Math.min(to, Mastering.lastSound(piece) + tail);
    }
    float[] sound = resampler.process(Arrays.copyOfRange(piece, from, to));
    if (!started && last) {
      gain *= correction(sound, gain);
    }
    short[] pcm = finish(sound, last);
    started = true;
    Take take = new Take(pcm, phonemes(pcm.length));
    given += pcm.length;
    return take;
  }

  /** Of a clause of one piece the loudness is known, not guessed. */
  private static double correction(float[] whole, double gain) {
    double missing = Mastering.TARGET_LUFS - Loudness.of(whole) - 20 * Math.log10(gain);
    return Double.isFinite(missing) ? Math.pow(10, Math.clamp(missing, -12, 12) / 20) : 1;
  }

  private short[] finish(float[] samples, boolean last) {
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      double fade = started ? 1 : Math.min(1, i / (double) Mastering.FADE);
      if (last) {
        fade = Math.min(fade, (pcm.length - 1 - i) / (double) Mastering.FADE);
      }
      pcm[i] = (short) Math.round(Mastering.limit(samples[i] * gain * fade) * 32_767);
    }
    return pcm;
  }

  private List<Phoneme> phonemes(int samples) {
    double from = given * 1000.0 / SpeechChunk.SAMPLE_RATE;
    double length = samples * 1000.0 / SpeechChunk.SAMPLE_RATE;
    return Mastering.shift(phonemes, origin * 1000.0 / sampleRate + from, length);
  }

  private static float[] join(float[] a, float[] b) {
    float[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
