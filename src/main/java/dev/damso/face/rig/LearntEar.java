package dev.damso.face.rig;

import dev.damso.audio.LogMel;
import dev.damso.audio.MelWindow;
import dev.damso.audio.Pcm;
import dev.damso.audio.Resampler;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A small network that was taught phones by synthetic speech of many voices ({@code
 * avatars/train/listen.py}, {@code hear.py}). The model may be shared; the rest has one owner.
 */
public final class LearntEar implements PhoneEar {
  private static final int BANDS = 80;

  /** Samples between two steps, 16 kHz: 10 ms. */
  private static final int STEP = 160;

  private static final double STEP_MS = 10;

  /** Steps of the sound before a chunk that are heard again, for what they say of its beginning. */
  private static final int BEFORE = 40;

  /** The network's classes from 1 on, as {@code avatars/train/corpus.py} has them; 0 is silence. */
  private static final String PHONES = "aɑɐæʌəɜɚɝeɛiɪɨɯoɔɒuʊwjypbmfvθðszɕʑçʃʒtdnlɾɹrɫɲkɡgŋxɣhɦʔ";

  /** Shorter phones are mistakes, but for those that touch the lips. */
  private static final int LEAST_STEPS = 3;

  private static final int LEAST_STEPS_OF_LIPS = 2;

  /** Mean square, -56 dB of full scale. */
  private static final double FAINT = 2.5e-6;

  /** As many steps are heard at once, so that sound of any length takes little memory. */
  private static final int MOST_STEPS = 3_000;

  private final OnnxSession model;
  private final MelWindow mel = MelWindow.ofRecognition(BANDS);
  private float[] before = {};

  private LearntEar(OnnxSession model) {
    this.model = model;
  }

  /** The network, loaded once. */
  public static final class Model implements AutoCloseable {
    private final OnnxSession session;

    /**
     * @throws UserFacingException where ONNX Runtime is missing
     */
    public Model() {
      try (InputStream in = LearntEar.class.getResourceAsStream("/face/ear.onnx")) {
        if (in == null) {
          throw UserFacingException.failed("the program lacks its file face/ear.onnx");
        }
        session = OnnxRuntime.instance().open(in.readAllBytes(), OnnxOptions.threads(1));
      } catch (IOException e) {
        throw UserFacingException.failed("the program's file face/ear.onnx cannot be read", e);
      }
    }

    /** An ear for one face. */
    public LearntEar newEar() {
      return new LearntEar(session);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  @Override
  public List<Phoneme> hear(SpeechChunk chunk, boolean goesOn) {
    float[] sound =
        Resampler.resample(Pcm.floats(chunk.pcm()), SpeechChunk.SAMPLE_RATE, LogMel.SAMPLE_RATE);
    float[] heard = goesOn ? Arrays.copyOf(before, before.length + sound.length) : sound;
    int known = goesOn ? before.length / STEP : 0;
    if (goesOn) {
      System.arraycopy(sound, 0, heard, before.length, sound.length);
    }
    int kept = Math.min(heard.length, BEFORE * STEP) / STEP * STEP;
    before = Arrays.copyOfRange(heard, heard.length - kept, heard.length);
    return phones(classes(heard), known, chunk.durationMs());
  }

  /** The likeliest class at each step, shares of neighbours taken together. */
  private int[] classes(float[] sound) {
    int[] classes = new int[sound.length / STEP];
    for (int from = 0; from < classes.length; from += MOST_STEPS) {
      int begin = Math.max(0, from - BEFORE);
      int end = Math.min(classes.length, from + MOST_STEPS + BEFORE);
      float[] shares = shares(sound, begin, end);
      int steps = end - begin;
      for (int k = from; k < Math.min(classes.length, from + MOST_STEPS); k++) {
        classes[k] = isSilent(sound, k * STEP) ? 0 : likeliest(shares, steps, k - begin);
      }
    }
    return classes;
  }

  /** What is too faint to be speech; the network did not learn perfect silence. */
  private static boolean isSilent(float[] sound, int at) {
    double power = 0;
    for (int i = Math.max(0, at - STEP); i < Math.min(sound.length, at + STEP); i++) {
      power += sound[i] * sound[i];
    }
    return power / (2 * STEP) < FAINT;
  }

  private static int likeliest(float[] shares, int steps, int at) {
    int best = 0;
    float most = -1;
    for (int c = 0; c < shares.length / steps; c++) {
      float sum = 2 * shares[c * steps + at];
      sum += shares[c * steps + Math.max(0, at - 1)];
      sum += shares[c * steps + Math.min(steps - 1, at + 1)];
      if (sum > most) {
        most = sum;
        best = c;
      }
    }
    return best;
  }

  /** [classes][steps]. */
  private float[] shares(float[] sound, int begin, int end) {
    int steps = end - begin;
    float[] input = new float[BANDS * steps];
    for (int step = 0; step < steps; step++) {
      float[] power = mel.at(sound, (begin + step) * STEP);
      for (int band = 0; band < BANDS; band++) {
        input[band * steps + step] = (float) Math.log10(Math.max(power[band], 1e-10f));
      }
    }
    try (Tensor tensor = Tensor.of(input, 1, BANDS, steps)) {
      Tensor output = model.run(Map.of("mel", tensor), List.of("phones")).get("phones");
      if (output == null) {
        throw new IllegalStateException("the ear gave no phones");
      }
      try (output) {
        return output.floats();
      }
    }
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
      String symbol = symbol(classes[begin]);
      boolean lips = !symbol.isEmpty() && "pbmfv".contains(symbol);
      double endMs = end == classes.length ? durationMs : (end - from) * STEP_MS;
      if (end - begin >= (lips ? LEAST_STEPS_OF_LIPS : LEAST_STEPS) || phones.isEmpty()) {
        phones.add(new Phoneme(symbol, (begin - from) * STEP_MS, endMs));
      } else {
        Phoneme last = phones.removeLast();
        phones.add(new Phoneme(last.symbol(), last.startMs(), endMs));
      }
      begin = end;
    }
    return phones;
  }

  private static String symbol(int phone) {
    return phone == 0 ? "" : phone <= PHONES.length() ? PHONES.substring(phone - 1, phone) : "ʔ";
  }
}
