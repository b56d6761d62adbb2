package dev.damso.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogMelTest {
  private static final float[] MEL = new LogMel(80).of(tones());

  private static float[] tones() {
    float[] samples = new float[1600];
    for (int i = 0; i < samples.length; i++) {
      double t = 2 * Math.PI * i / 16_000;
      samples[i] = (float) (0.5 * Math.sin(440 * t) + 0.1 * Math.sin(3000 * t));
    }
    return samples;
  }

  /** Expected values by numpy's FFT over the same definition. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.9887",
    "10, 0, 1.3372",
    "11, 5, 1.4382",
    "12, 5, 1.2935",
    "40, 5, -0.5618",
    "52, 3, -0.5618",
    "53, 9, -0.0926",
    "79, 9, -0.4826"
  })
  void agreesWithNumpy(int band, int frame, float expected) {
    assertThat(MEL[band * 10 + frame]).isCloseTo(expected, within(2e-3f));
  }

  @Test
  void silenceIsFlat() {
    assertThat(new LogMel(80).of(new float[3200])).containsOnly(-1.5f);
  }

  @Test
  void aTransformOfAnyLengthFindsItsTone() {
    float[] signal = new float[60];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) Math.cos(2 * Math.PI * 7 * i / signal.length);
    }
    float[] re = new float[60];
    float[] im = new float[60];
    new Fft(60).transform(signal, re, im);
    for (int bin = 0; bin < 60; bin++) {
      assertThat(re[bin]).isCloseTo(bin == 7 || bin == 53 ? 30 : 0, within(1e-3f));
      assertThat(im[bin]).isCloseTo(0, within(1e-3f));
    }
  }
}
