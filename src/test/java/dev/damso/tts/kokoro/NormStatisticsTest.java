package dev.damso.tts.kokoro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class NormStatisticsTest {
  private static float[] all(float mean, double variance) {
    float[] values = new float[GeneratorGraph.STATISTICS];
    int at = 0;
    for (GeneratorGraph.Norm norm : GeneratorGraph.NORMS) {
      Arrays.fill(values, at, at + norm.channels(), mean);
      Arrays.fill(
          values, at + norm.channels(), at + 2 * norm.channels(), (float) Math.log(variance));
      at += 2 * norm.channels();
    }
    return values;
  }

  @Test
  void normsAreScalesAndOffsets() {
    // γ − 1 = 1 and β = 3 in the first norm: (x − 2) / √4 · 2 + 3 = x + 1.
    float[] styles = new float[GeneratorGraph.STATISTICS];
    Arrays.fill(styles, 0, 256, 1);
    Arrays.fill(styles, 256, 512, 3);
    float[] scales = new NormStatistics(all(2, 4), all(2, 4)).scales(styles, 0.7);
    assertThat(scales[0]).isCloseTo(1, within(1e-4f));
    assertThat(scales[256]).isCloseTo(1, within(1e-3f));
  }

  @Test
  void statisticsFollowTheShareOfSpeech() {
    NormStatistics statistics = new NormStatistics(all(0, 1), all(4, 16));
    float[] styles = new float[GeneratorGraph.STATISTICS];
    assertThat(statistics.scales(styles, 0.5)[0]).isCloseTo(1, within(1e-3f));
    assertThat(statistics.scales(styles, 0.7)[0]).isCloseTo(0.5f, within(1e-3f));
    assertThat(statistics.scales(styles, 0.9)[256]).isCloseTo(-1, within(1e-3f));
  }

  @Test
  void theVoiceOfTheCatalogueHasItsOwn() {
    float[] scales = NormStatistics.of("hj").scales(new float[GeneratorGraph.STATISTICS], 0.8);
    for (float scale : scales) {
      assertThat(scale).isFinite();
    }
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> NormStatistics.of("nobody"));
  }
}
