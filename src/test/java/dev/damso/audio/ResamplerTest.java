package dev.damso.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResamplerTest {
  private static float[] sine(double hz, int rate, int samples) {
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      out[i] = (float) Math.sin(2 * Math.PI * hz * i / rate);
    }
    return out;
  }

  private static double rms(float[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i] * samples[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  @ParameterizedTest
  @CsvSource({"48000, 16000", "24000, 48000", "22050, 48000", "44100, 16000", "8000, 16000"})
  void keepsATone(int from, int to) {
    float[] out = Resampler.resample(sine(1000, from, from), from, to);
    float[] expected = sine(1000, to, to);
    float[] error = new float[to];
    for (int i = 0; i < to; i++) {
      error[i] = out[i] - expected[i];
    }
    double snr = 20 * Math.log10(rms(expected, 2000, to - 2000) / rms(error, 2000, to - 2000));
    assertThat(out).hasSize(to);
    assertThat(snr).isGreaterThan(60);
  }

  @Test
  void removesWhatWouldAlias() {
    float[] out = Resampler.resample(sine(11_000, 48_000, 48_000), 48_000, 16_000);
    assertThat(20 * Math.log10(rms(out, 500, 15_500))).isLessThan(-70);
  }

  @Test
  void piecesGiveTheSameAsTheWhole() {
    float[] in = sine(700, 48_000, 9_600);
    float[] whole = new Resampler(48_000, 16_000).process(in);
    Resampler streaming = new Resampler(48_000, 16_000);
    Random random = new Random(7);
    int got = 0;
    for (int at = 0; at < in.length; ) {
      int n = Math.min(in.length - at, 1 + random.nextInt(500));
      for (float sample : streaming.process(java.util.Arrays.copyOfRange(in, at, at + n))) {
        assertThat(sample).isEqualTo(whole[got++]);
      }
      at += n;
    }
    assertThat(got).isEqualTo(whole.length).isEqualTo(3_200);
  }
}
