package dev.damso.stt;

import java.util.Random;

/** Sounds of a room in which nobody speaks, synthesised. 16 kHz, in [-1, 1]. */
public final class Noises {
  private static final int RATE = SpeechToText.SAMPLE_RATE;

  private Noises() {}

  public static float[] of(String kind, int seconds, long seed) {
    Random random = new Random(seed);
    float[] out = hiss(seconds * RATE, 0.0005, random);
    switch (kind) {
      case "silence" -> {}
      case "digital silence" -> java.util.Arrays.fill(out, 0);
      case "breath" -> breath(out, random);
      case "keyboard" -> keyboard(out, random);
      case "music" -> music(out, 0.15, random);
      case "tv" -> {
        music(out, 0.04, random);
        murmur(out, random);
      }
      case "hum" -> hum(out);
      default -> throw new IllegalArgumentException(kind);
    }
    return out;
  }

  private static float[] hiss(int n, double level, Random random) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) (level * random.nextGaussian());
    }
    return out;
  }

  /** Air: noise through a resonance, in and out every four seconds. */
  private static void breath(float[] out, Random random) {
    double y1 = 0;
    double y2 = 0;
    double r = 0.92;
    double w = 2 * Math.PI * 900 / RATE;
    for (int i = 0; i < out.length; i++) {
      double y = random.nextGaussian() + 2 * r * Math.cos(w) * y1 - r * r * y2;
      y2 = y1;
      y1 = y;
      double phase = i / (double) RATE % 4 / 4;
      double envelope = phase < 0.35 || phase > 0.5 && phase < 0.9 ? Math.sin(phase * 20) : 0;
      out[i] += (float) (0.012 * y * Math.max(0, envelope));
    }
  }

  /** Clicks of 10 ms, three to ten a second. */
  private static void keyboard(float[] out, Random random) {
    for (int at = 0; at < out.length - 800; at += RATE / 10 + random.nextInt(RATE / 4)) {
      double level = 0.05 + 0.2 * random.nextDouble();
      double pitch = 1_500 + random.nextInt(2_500);
      for (int i = 0; i < 800; i++) {
        double decay = Math.exp(-i / 60.0);
        out[at + i] +=
            (float)
                (level
                    * decay
                    * (random.nextGaussian() * 0.5 + Math.sin(2 * Math.PI * pitch * i / RATE)));
      }
    }
  }

  /** Chords of plucked strings, four a bar, and a drum. */
  private static void music(float[] out, double level, Random random) {
    int beat = RATE / 2;
    int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
    for (int at = 0; at < out.length; at += beat) {
      for (int voice = 0; voice < 3; voice++) {
        double hz = 130.8 * Math.pow(2, (scale[random.nextInt(scale.length)] + 12 * voice) / 12.0);
        for (int i = 0; i < 2 * beat && at + i < out.length; i++) {
          double tone = 0;
          for (int harmonic = 1; harmonic <= 6; harmonic++) {
            tone += Math.sin(2 * Math.PI * hz * harmonic * i / RATE) / (harmonic * harmonic);
          }
          out[at + i] += (float) (level / 3 * Math.exp(-i / (0.4 * RATE)) * tone);
        }
      }
      for (int i = 0; i < 2_000 && at + i < out.length; i++) {
        out[at + i] += (float) (level * 0.5 * random.nextGaussian() * Math.exp(-i / 300.0));
      }
    }
  }

  /** Through a wall: noise with the spectrum and the rhythm of speech, no words. */
  private static void murmur(float[] out, Random random) {
    double low = 0;
    double syllable = 0;
    for (int i = 0; i < out.length; i++) {
      if (i % (RATE / 8) == 0) {
        syllable = random.nextDouble() < 0.3 ? 0 : random.nextDouble();
      }
      low += 0.12 * (random.nextGaussian() - low);
      out[i] += (float) (0.08 * low * syllable);
    }
  }

  private static void hum(float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] += (float) (0.02 * Math.sin(2 * Math.PI * 60 * i / RATE));
    }
  }
}
