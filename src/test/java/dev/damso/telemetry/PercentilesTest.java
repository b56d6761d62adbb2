package dev.damso.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PercentilesTest {
  @Test
  void nearestRank() {
    List<Double> hundred = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
    assertThat(Percentiles.of(hundred)).isEqualTo(new Percentiles(50, 95, 99, 100));
  }

  @Test
  void oneValueIsAllOfThem() {
    assertThat(Percentiles.of(List.of(7.0))).isEqualTo(new Percentiles(7, 7, 7, 1));
  }

  @Test
  void noneHaveNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> Percentiles.of(List.of()));
  }
}
