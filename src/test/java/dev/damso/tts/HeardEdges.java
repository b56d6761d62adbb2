package dev.damso.tts;

import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where some phones border on a vowel the sound says when: friction has its energy high and a vowel
 * low; a stop is silent before it opens, a vowel loud. That time against the voice's own.
 */
enum HeardEdges {
  FRICTION("sɕʃzʒ", "sɕʃzʒ"),
  /** A stop with a breath or friction behind it does not open into the vowel. */
  ENERGY("ptkbdɡ", "bdɡ");

  private static final String VOWELS = "aeiouɐɑæʌɔəɛɜɪɯʊ";
  private static final double SHORTEST_MS = 40;
  private static final double SEARCH_MS = 80;
  private static final double WINDOW_MS = 10;
  private static final double STEP_MS = 1;

  /** How much more friction has than the vowel beside it, at least. */
  private static final double CONTRAST = 4;

  /** First letters of the phones that close a vowel, and of those that open into one. */
  private final String closing;

  private final String opening;

  HeardEdges(String closing, String opening) {
    this.closing = closing;
    this.opening = opening;
  }

  /**
   * @param samples at 48 kHz
   * @return for each such edge the time that is heard, less the time that is said
   */
  List<Double> offsetsMs(float[] samples, List<Phoneme> phonemes) {
    List<Double> offsets = new ArrayList<>();
    for (int i = 1; i < phonemes.size(); i++) {
      Phoneme before = phonemes.get(i - 1);
      Phoneme after = phonemes.get(i);
      boolean opens = is(before, opening) && is(after, VOWELS);
      boolean closes = is(before, VOWELS) && is(after, closing);
      if ((opens || closes) && length(before) >= SHORTEST_MS && length(after) >= SHORTEST_MS) {
        add(offsets, samples, before, after);
      }
    }
    return offsets;
  }

  private void add(List<Double> offsets, float[] samples, Phoneme before, Phoneme after) {
    double first = level(samples, before);
    double second = level(samples, after);
    if (Math.max(first, second) < CONTRAST * Math.min(first, second)) {
      return;
    }
    double middle = Math.sqrt(first * second);
    double edge = after.startMs();
    for (double off = 0; off <= SEARCH_MS; off += STEP_MS) {
      for (double at : new double[] {edge - off, edge + off}) {
        double left = measure(samples, at - STEP_MS);
        double right = measure(samples, at + STEP_MS);
        if (left <= middle == first <= middle && right <= middle == second <= middle) {
          offsets.add(at - edge);
          return;
        }
      }
    }
  }

  private static boolean is(Phoneme phoneme, String symbols) {
    return !phoneme.symbol().isEmpty() && symbols.indexOf(phoneme.symbol().charAt(0)) >= 0;
  }

  private static double length(Phoneme phoneme) {
    return phoneme.endMs() - phoneme.startMs();
  }

  /** In the middle half of a phone. */
  private double level(float[] samples, Phoneme phoneme) {
    double quarter = length(phoneme) / 4;
    double[] levels = new double[9];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = measure(samples, phoneme.startMs() + quarter + 2 * quarter * i / 8);
    }
    Arrays.sort(levels);
    return levels[4];
  }

  /**
   * Energy; of friction, that of the differences between samples 1/16 ms apart, of that of the
   * samples.
   */
  private double measure(float[] samples, double atMs) {
    int from = (int) ((atMs - WINDOW_MS / 2) * SpeechChunk.SAMPLE_RATE / 1000);
    int to = from + (int) (WINDOW_MS * SpeechChunk.SAMPLE_RATE / 1000);
    double energy = 1e-9;
    double differences = 1e-9;
    for (int i = Math.max(3, from); i < Math.min(samples.length, to); i++) {
      energy += samples[i] * samples[i];
      differences += (samples[i] - samples[i - 3]) * (samples[i] - samples[i - 3]);
    }
    return this == FRICTION ? differences / energy : energy;
  }
}
