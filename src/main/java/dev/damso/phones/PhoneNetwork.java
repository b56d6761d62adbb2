package dev.damso.phones;

import dev.damso.audio.MelWindow;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * A small convolutional network that was taught phones by synthetic speech of many voices ({@code
 * avatars/train/listen.py}, {@code hear.py}). Thread safe.
 */
public final class PhoneNetwork implements AutoCloseable {
  /** Samples between two steps, 16 kHz: 10 ms. */
  public static final int STEP = 160;

  /** Milliseconds between two steps. */
  public static final double STEP_MS = 10;

  /** Steps before and after that the network looks at, at most. */
  public static final int CONTEXT = 40;

  private static final int BANDS = 80;

  /** As many steps are heard at once, so that sound of any length takes little memory. */
  private static final int MOST_STEPS = 3_000;

  /** Mean square, -56 dB of full scale: too faint to be speech. */
  private static final double FAINT = 2.5e-6;

  private final OnnxSession model;

  /**
   * @throws UserFacingException where ONNX Runtime is missing
   */
  public PhoneNetwork() {
    try (InputStream in = PhoneNetwork.class.getResourceAsStream("/phones/ear.onnx")) {
      if (in == null) {
        throw UserFacingException.failed("the program lacks its file phones/ear.onnx");
      }
      model = OnnxRuntime.instance().open(in.readAllBytes(), OnnxOptions.threads(1));
    } catch (IOException e) {
      throw UserFacingException.failed("the program's file phones/ear.onnx cannot be read", e);
    }
  }

  /**
   * How likely each class is, summed over neighbouring steps (1, 2, 1).
   *
   * @param sound mono, 16 kHz, in [-1, 1]
   * @return [steps][classes] of {@link PhoneClass}, each row's sum is 1
   */
  public float[][] shares(float[] sound) {
    float[][] shares = new float[sound.length / STEP][];
    MelWindow mel = MelWindow.ofRecognition(BANDS);
    for (int from = 0; from < shares.length; from += MOST_STEPS) {
      int begin = Math.max(0, from - CONTEXT);
      int end = Math.min(shares.length, from + MOST_STEPS + CONTEXT);
      float[] some = run(mel, sound, begin, end);
      for (int k = from; k < Math.min(shares.length, from + MOST_STEPS); k++) {
        shares[k] = isFaint(sound, k * STEP) ? silence() : row(some, end - begin, k - begin);
      }
    }
    return shares;
  }

  private static float[] row(float[] some, int steps, int at) {
    float[] row = new float[PhoneClass.COUNT];
    for (int c = 0; c < row.length; c++) {
      float sum = 2 * some[c * steps + at];
      sum += some[c * steps + Math.max(0, at - 1)];
      sum += some[c * steps + Math.min(steps - 1, at + 1)];
      row[c] = sum / 4;
    }
    return row;
  }

  private static float[] silence() {
    float[] row = new float[PhoneClass.COUNT];
    row[PhoneClass.SILENCE] = 1;
    return row;
  }

  /** The network did not learn perfect silence. */
  private static boolean isFaint(float[] sound, int at) {
    double power = 0;
    for (int i = Math.max(0, at - STEP); i < Math.min(sound.length, at + STEP); i++) {
      power += sound[i] * sound[i];
    }
    return power / (2 * STEP) < FAINT;
  }

  /** [classes][steps]. */
  private float[] run(MelWindow mel, float[] sound, int begin, int end) {
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
        throw new IllegalStateException("the network gave no phones");
      }
      try (output) {
        return output.floats();
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
