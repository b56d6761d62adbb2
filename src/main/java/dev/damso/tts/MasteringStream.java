package dev.damso.tts;

import dev.damso.audio.Resampler;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.Mastering.Take;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Mastering} for a clause that comes in pieces, by a voice whose usual loudness is known;
 * the more of the clause has come, the more its own loudness counts. The pieces join without a
 * seam. One owner thread.
 */
public final class MasteringStream {
  /** Seconds of a clause that tell how loud all of it is. */
  private static final double TELLING_S = 1.2;

  /**
   * Farthest that a clause lies from its voice's usual loudness; of one piece, from none at all.
   */
  private static final double FARTHEST_DB = 6;

  private static final double FARTHEST_WHOLE_DB = 24;

  /** What bending its peaks takes from speech. */
  private static final double BENT_DB = 0.3;

  /** How far a piece may make up for those before it. */
  private static final double MOST_AMENDS_DB = 2.5;

  private static final int AMENDING_STEPS = 3;

  /** Samples in which the gain goes over from one piece's to the next's: 20 ms. */
  private static final int GLIDE = SpeechChunk.SAMPLE_RATE / 50;

  private final int sampleRate;
  private final double usualDb;
  private double gain;

  /** All that came, at 48 kHz, before the gain and after. */
  private float[] heard = new float[0];

  private float[] made = new float[0];

  private final List<Phoneme> phonemes;
  private final Resampler resampler;

  /** Where the first sample that is kept lies, from the first that came. */
  private int origin;

  private float[] waiting = new float[0];
  private boolean started;

  /** Samples given, at 48 kHz. */
  private int given;

  /**
   * @param usualDb what usually brings the voice to {@link Mastering#TARGET_LUFS}
   * @param phonemes of the whole clause, times from the first sample
   */
  public MasteringStream(int sampleRate, double usualDb, List<Phoneme> phonemes) {
    this.sampleRate = sampleRate;
    this.usualDb = usualDb;
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
    heard = join(heard, sound);
    short[] pcm = finish(sound, last);
    started = true;
    Take take = new Take(pcm, phonemes(pcm.length));
    given += pcm.length;
    return take;
  }

  /** What brings what has come, and most likely the rest, to the target. */
  private double nextGain(boolean whole) {
    double off = Mastering.TARGET_LUFS + BENT_DB - Loudness.of(heard) - usualDb;
    if (!Double.isFinite(off)) {
      return Math.pow(10, usualDb / 20);
    }
    double trust = whole ? 1 : Math.min(1, heard.length / (TELLING_S * SpeechChunk.SAMPLE_RATE));
    double farthest = whole ? FARTHEST_WHOLE_DB : FARTHEST_DB;
    return Math.pow(10, (usualDb + trust * Math.clamp(off, -farthest, farthest)) / 20);
  }

  /** What a piece is changed by so that what came before it and it have the target together. */
  private double amends(float[] samples, double planned) {
    double db = 0;
    for (int i = 0; i < AMENDING_STEPS; i++) {
      float[] all = join(made, times(samples, planned * Math.pow(10, db / 20)));
      double off = Mastering.TARGET_LUFS + BENT_DB - Loudness.of(all);
      if (Double.isFinite(off)) {
        db = Math.clamp(db + off, -MOST_AMENDS_DB, MOST_AMENDS_DB);
      }
    }
    return Math.pow(10, db / 20);
  }

  private static float[] times(float[] samples, double gain) {
    float[] louder = new float[samples.length];
    for (int i = 0; i < louder.length; i++) {
      louder[i] = (float) (samples[i] * gain);
    }
    return louder;
  }

  private short[] finish(float[] samples, boolean last) {
    double next = nextGain(!started && last);
    if (started) {
      next *= amends(samples, next);
    }
    double from = started ? gain : next;
    gain = next;
    made = join(made, times(samples, gain));
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      double fade = started ? 1 : Math.min(1, i / (double) Mastering.FADE);
      if (last) {
        fade = Math.min(fade, (pcm.length - 1 - i) / (double) Mastering.FADE);
      }
      double now = from + (next - from) * Math.min(1, i / (double) GLIDE);
      pcm[i] = (short) Math.round(Mastering.limit(samples[i] * now * fade) * 32_767);
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
