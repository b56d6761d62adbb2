package dev.damso.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MediaTimeTest {
  @Test
  void rebasesExactlyFarFromTheOrigin() {
    long yearOfSamples = 365L * 24 * 3600 * 48_000;
    assertThat(MediaTime.ofSamples(yearOfSamples + 960, 48_000).rebase(90_000).ticks())
        .isEqualTo(365L * 24 * 3600 * 90_000 + 1800);
  }

  @Test
  void ordersAcrossClocks() {
    assertThat(MediaTime.ofMillis(20)).isEqualByComparingTo(MediaTime.ofSamples(960, 48_000));
    assertThat(MediaTime.ofMillis(19)).isLessThan(MediaTime.ofSamples(960, 48_000));
  }
}
