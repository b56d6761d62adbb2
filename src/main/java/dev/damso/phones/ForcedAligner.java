package dev.damso.phones;

import dev.damso.audio.LogMel;
import dev.damso.audio.Resampler;
import dev.damso.media.Phoneme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When known phones sound: the likeliest path (Viterbi) through them, with silence between any two
 * where it is heard. Thread safe.
 */
public final class ForcedAligner {
  /** A phone that is not heard at all costs as much a step as one heard with this share. */
  private static final double LEAST_SHARE = 1e-3;

  /** Of silence where none is written: log-likelihood. */
  private static final double PAUSE = -2;

  /** Steps times phones; more are not aligned. */
  private static final long MOST_CELLS = 20_000_000;

  /** A phone lasts as many steps, or half of its even share of the sound where that is less. */
  private static final int LEAST_STEPS = 4;

  private final PhoneNetwork network;

  /** The network is borrowed. */
  public ForcedAligner(PhoneNetwork network) {
    this.network = network;
  }

  /**
   * @param samples mono, in [-1, 1]
   * @param phones IPA, in order; {@code ""} for a pause, which need not be heard
   * @return all of them but pauses, in milliseconds from the first sample; empty where the sound
   *     has no room for them
   */
  public List<Phoneme> align(float[] samples, int sampleRate, List<String> phones) {
    List<String> sounding = phones.stream().filter(phone -> !phone.isEmpty()).toList();
    int steps = (int) ((long) samples.length * LogMel.SAMPLE_RATE / sampleRate / PhoneNetwork.STEP);
    if (sounding.isEmpty()
        || steps < 2 * sounding.size()
        || (long) steps * sounding.size() > MOST_CELLS) {
      return List.of();
    }
    float[][] shares = network.shares(Resampler.resample(samples, sampleRate, LogMel.SAMPLE_RATE));
    int[] classes = sounding.stream().mapToInt(PhoneClass::of).toArray();
    int least = Math.clamp(shares.length / (2 * classes.length), 1, LEAST_STEPS);
    return phonemes(sounding, path(shares, classes, least), least + 1);
  }

  /**
   * The state at each step. With {@code least} steps a phone, silence before phone i is state i
   * (least + 1), and the states behind it are the steps that phone i lasts at least.
   */
  private static int[] path(float[][] shares, int[] phones, int least) {
    int stride = least + 1;
    int states = stride * phones.length + 1;
    byte[][] came = new byte[shares.length][states];
    double[] now = new double[states];
    Arrays.fill(now, Double.NEGATIVE_INFINITY);
    now[0] = score(shares[0], PhoneClass.SILENCE);
    now[1] = score(shares[0], phones[0]);
    for (int step = 1; step < shares.length; step++) {
      for (int s = states - 1; s >= 0; s--) {
        int within = s % stride;
        boolean stays = within == 0 || within == least;
        double best = stays ? now[s] : Double.NEGATIVE_INFINITY;
        double entered = s == 0 ? Double.NEGATIVE_INFINITY : now[s - 1] + (within == 0 ? PAUSE : 0);
        if (entered > best) {
          best = entered;
          came[step][s] = 1;
        }
        if (within == 1 && s > 1 && now[s - 2] > best) {
          best = now[s - 2];
          came[step][s] = 2;
        }
        now[s] = best + score(shares[step], within == 0 ? PhoneClass.SILENCE : phones[s / stride]);
      }
    }
    int[] path = new int[shares.length];
    int state = now[states - 1] > now[states - 2] ? states - 1 : states - 2;
    for (int step = shares.length - 1; step >= 0; step--) {
      path[step] = state;
      state -= came[step][state];
    }
    return path;
  }

  private static double score(float[] shares, int phone) {
    return Math.log(Math.max(shares[phone], LEAST_SHARE));
  }

  private static List<Phoneme> phonemes(List<String> phones, int[] path, int stride) {
    List<Phoneme> phonemes = new ArrayList<>();
    int begin = 0;
    while (begin < path.length) {
      int phone = path[begin] / stride;
      int end = begin + 1;
      if (path[begin] % stride != 0) {
        while (end < path.length && path[end] / stride == phone && path[end] % stride != 0) {
          end++;
        }
        phonemes.add(
            new Phoneme(
                phones.get(phone), begin * PhoneNetwork.STEP_MS, end * PhoneNetwork.STEP_MS));
      }
      begin = end;
    }
    return List.copyOf(phonemes);
  }
}
