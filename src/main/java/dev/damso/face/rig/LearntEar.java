package dev.damso.face.rig;

import dev.damso.audio.LogMel;
import dev.damso.audio.Pcm;
import dev.damso.audio.Resampler;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.phones.PhoneClass;
import dev.damso.phones.PhoneNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hears phones by the network. The network may be shared; the rest has one owner. */
public final class LearntEar implements PhoneEar {
  /**
   * Samples of the sound before a chunk that are heard again, for what they say of its beginning.
   */
  private static final int BEFORE = PhoneNetwork.CONTEXT * PhoneNetwork.STEP;

  /** Shorter phones are mistakes, but for those that touch the lips. */
  private static final int LEAST_STEPS = 3;

  private static final int LEAST_STEPS_OF_LIPS = 2;

  private final PhoneNetwork network;
  private float[] before = {};

  /** An ear for one face. */
  public LearntEar(PhoneNetwork network) {
    this.network = network;
  }

  @Override
  public List<Phoneme> hear(SpeechChunk chunk, boolean goesOn) {
    float[] sound =
        Resampler.resample(Pcm.floats(chunk.pcm()), SpeechChunk.SAMPLE_RATE, LogMel.SAMPLE_RATE);
    float[] heard = goesOn ? Arrays.copyOf(before, before.length + sound.length) : sound;
    int known = goesOn ? before.length / PhoneNetwork.STEP : 0;
    if (goesOn) {
      System.arraycopy(sound, 0, heard, before.length, sound.length);
    }
    int kept = Math.min(heard.length, BEFORE) / PhoneNetwork.STEP * PhoneNetwork.STEP;
    before = Arrays.copyOfRange(heard, heard.length - kept, heard.length);
    float[][] shares = network.shares(heard);
    int[] classes = new int[shares.length];
    Arrays.setAll(classes, step -> likeliest(shares[step]));
    return phones(classes, known, chunk.durationMs());
  }

  private static int likeliest(float[] shares) {
    int best = 0;
    for (int c = 1; c < shares.length; c++) {
      if (shares[c] > shares[best]) {
        best = c;
      }
    }
    return best;
  }

  /**
   * @param classes at each step
   * @param from the first step that counts
   */
  private static List<Phoneme> phones(int[] classes, int from, double durationMs) {
    List<Phoneme> phones = new ArrayList<>();
    int begin = from;
    while (begin < classes.length) {
      int end = begin + 1;
      while (end < classes.length && classes[end] == classes[begin]) {
        end++;
      }
      String symbol = PhoneClass.symbol(classes[begin]);
      boolean lips = !symbol.isEmpty() && "pbmfv".contains(symbol);
      double endMs = end == classes.length ? durationMs : (end - from) * PhoneNetwork.STEP_MS;
      if (end - begin >= (lips ? LEAST_STEPS_OF_LIPS : LEAST_STEPS) || phones.isEmpty()) {
        phones.add(new Phoneme(symbol, (begin - from) * PhoneNetwork.STEP_MS, endMs));
      } else {
        Phoneme last = phones.removeLast();
        phones.add(new Phoneme(last.symbol(), last.startMs(), endMs));
      }
      begin = end;
    }
    return phones;
  }
}
