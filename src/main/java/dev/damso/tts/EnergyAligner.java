package dev.damso.tts;

import dev.damso.media.Phoneme;
import java.util.ArrayList;
import java.util.List;

/**
 * Guesses when phones sound, for a voice that does not tell: usual lengths of phones, laid over
 * those 10 ms in which the voice sounds. Pauses of the text count for nothing, those of the sound
 * are silence.
 */
public final class EnergyAligner {
  private static final double FRAME_MS = 10;

  /** Of the loudest frame's amplitude. */
  private static final double SOUNDS = 0.03;

  private static final String VOWELS = "aeiouyɑɐɒæʌɔəɚɛɜɝɪɨɯʊøœɤ";
  private static final double VOWEL = 1.0;
  private static final double CONSONANT = 0.65;

  private EnergyAligner() {}

  /**
   * @param samples in [-1, 1]
   * @param phones IPA, in order; {@code ""} for a pause
   */
  public static List<Phoneme> align(float[] samples, int sampleRate, List<String> phones) {
    List<String> sounding = phones.stream().filter(phone -> !phone.isEmpty()).toList();
    boolean[] sounds = sounds(samples, sampleRate);
    int frames = 0;
    for (boolean s : sounds) {
      frames += s ? 1 : 0;
    }
    double total = sounding.stream().mapToDouble(EnergyAligner::length).sum();
    if (frames == 0 || total == 0) {
      return List.of();
    }
    List<Phoneme> aligned = new ArrayList<>();
    int frame = 0;
    double done = 0;
    double passed = 0;
    for (String phone : sounding) {
      done += length(phone);
      double until = frames * done / total;
      while (frame < sounds.length && !sounds[frame]) {
        frame++;
      }
      double start = frame * FRAME_MS;
      while (frame < sounds.length && passed + 0.5 < until) {
        if (!sounds[frame] && passed > 0 && frame * FRAME_MS > start) {
          // A pause inside of a phone: the phone ends here, its rest counts for the next.
          break;
        }
        passed += sounds[frame] ? 1 : 0;
        frame++;
      }
      if (frame * FRAME_MS > start) {
        aligned.add(new Phoneme(phone, start, frame * FRAME_MS));
      }
    }
    return List.copyOf(aligned);
  }

  private static double length(String phone) {
    return VOWELS.indexOf(phone.codePointAt(phone.length() - 1)) >= 0 ? VOWEL : CONSONANT;
  }

  private static boolean[] sounds(float[] samples, int sampleRate) {
    int step = (int) (sampleRate * FRAME_MS / 1000);
    double[] energy = new double[samples.length / step];
    double loudest = 0;
    for (int f = 0; f < energy.length; f++) {
      double sum = 0;
      for (int i = f * step; i < (f + 1) * step; i++) {
        sum += samples[i] * samples[i];
      }
      energy[f] = Math.sqrt(sum / step);
      loudest = Math.max(loudest, energy[f]);
    }
    boolean[] sounds = new boolean[energy.length];
    for (int f = 0; f < sounds.length; f++) {
      sounds[f] = loudest > 0 && energy[f] > SOUNDS * loudest;
    }
    return sounds;
  }
}
