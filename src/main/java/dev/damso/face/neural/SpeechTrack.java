package dev.damso.face.neural;

import dev.damso.audio.LogMel;
import dev.damso.audio.Resampler;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sound of what was announced, on the playout clock: 16 kHz, silence between and after. Keeps
 * some seconds. One owner thread.
 */
final class SpeechTrack {
  static final int RATE = LogMel.SAMPLE_RATE;

  /** Silence shorter than this is part of what sounds. */
  private static final double PAUSE_MS = 500;

  /** Time in which a mouth comes in and goes out. */
  private static final double FADE_MS = 80;

  /** Samples at 48 kHz that a seam reaches back: 20 ms. */
  private static final int TAIL = 960;

  private final double keptMs;

  private record Sound(double fromMs, double toMs) {}

  private float[] samples = new float[0];
  private int version;

  /** Time of {@code samples[0]}, in samples. */
  private long origin;

  private final List<Sound> sounds = new ArrayList<>();

  /** The last samples that were added, 48 kHz. */
  private short[] tail = new short[0];

  /**
   * @param keptMs sound that is kept before a chunk that is added
   */
  SpeechTrack(double keptMs) {
    this.keptMs = keptMs;
  }

  /** Adds a chunk, and forgets what lies long before it. */
  void add(SpeechChunk chunk, double startMs) {
    // A chunk that goes on where the last one ended is resampled with its end: no seam.
    boolean goesOn = Math.abs(startMs - knownUntilMs()) < 0.5;
    short[] before = goesOn ? tail : new short[0];
    float[] pcm = new float[before.length + chunk.pcm().length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (i < before.length ? before[i] : chunk.pcm()[i - before.length]) / 32768f;
    }
    tail =
        Arrays.copyOfRange(chunk.pcm(), Math.max(0, chunk.pcm().length - TAIL), chunk.pcm().length);
    float[] sound = Resampler.resample(pcm, SpeechChunk.SAMPLE_RATE, RATE);
    double firstMs = startMs - before.length * 1000.0 / SpeechChunk.SAMPLE_RATE;
    long start = Math.round(firstMs * RATE / 1000);
    long end = Math.max(start + sound.length, origin + samples.length);
    long from = Math.max(0, start - Math.round(keptMs * RATE / 1000));
    float[] kept = new float[Math.toIntExact(end - from)];
    int skipped = Math.clamp(from - origin, 0, samples.length);
    int at = (int) Math.max(0, origin - from);
    System.arraycopy(samples, skipped, kept, at, samples.length - skipped);
    System.arraycopy(sound, 0, kept, (int) (start - from), sound.length);
    samples = kept;
    version++;
    origin = from;
    sounds.removeIf(old -> old.toMs() * RATE / 1000 < origin);
    double endMs = startMs + chunk.durationMs();
    if (!sounds.isEmpty() && startMs - sounds.getLast().toMs() < PAUSE_MS) {
      Sound last = sounds.removeLast();
      sounds.add(new Sound(last.fromMs(), Math.max(last.toMs(), endMs)));
    } else {
      sounds.add(new Sound(startMs, endMs));
    }
  }

  /** There is silence from {@code ms} on. */
  void cut(double ms) {
    int length = Math.clamp(Math.round(ms * RATE / 1000) - origin, 0, samples.length);
    samples = Arrays.copyOf(samples, length);
    version++;
    sounds.removeIf(sound -> sound.fromMs() >= ms);
    sounds.replaceAll(sound -> new Sound(sound.fromMs(), Math.min(sound.toMs(), ms)));
  }

  /** Another number whenever the sound has changed. */
  int version() {
    return version;
  }

  /** End of what was announced; negative infinity where nothing was. */
  double knownUntilMs() {
    return sounds.isEmpty() ? Double.NEGATIVE_INFINITY : sounds.getLast().toMs();
  }

  /** When the sound that is heard at {@code ms}, or just before, began; kept no longer ago. */
  double beganMs(double ms) {
    double began = ms;
    for (Sound sound : sounds) {
      if (sound.fromMs() <= ms) {
        began = sound.fromMs();
      }
    }
    return Math.max(began, origin * 1000.0 / RATE);
  }

  /**
   * How much a mouth that hears so far back and ahead counts: 0 in silence, 1 in speech.
   *
   * @param beforeMs it hears before the picture
   * @param afterMs and after it
   */
  double strength(double ms, double beforeMs, double afterMs) {
    double most = 0;
    for (Sound sound : sounds) {
      double in = ms - (sound.fromMs() - afterMs);
      double out = sound.toMs() + beforeMs - ms;
      most = Math.max(most, Math.clamp(Math.min(in, out) / FADE_MS, 0, 1));
    }
    return most;
  }

  /**
   * @return what {@link #index} points into; not to be written to
   */
  float[] samples() {
    return samples;
  }

  /** Where a time lies in {@link #samples}; may be outside of it, where it is silent. */
  int index(double ms) {
    return Math.clamp(Math.round(ms * RATE / 1000) - origin, -RATE, samples.length + RATE);
  }
}
