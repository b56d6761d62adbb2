package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static List<Double> values(double middle, double spread, int count, long seed) {
    Random random = new Random(seed);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(middle + spread * random.nextGaussian());
    }
    return values;
  }

  private static List<Comparison.Row> compare(List<Double> before, List<Double> now) {
    JsonNode old = new ObjectMapper().valueToTree(Map.of("samples", Map.of("total", before)));
    return Comparison.of(old, Map.of("samples", Map.of("total", now)));
  }

  @Test
  void aSlowerRunIsARegression() {
    List<Comparison.Row> rows = compare(values(500, 30, 40, 1), values(600, 30, 40, 2));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().change()).isCloseTo(100, within(30.0));
    assertThat(rows.getFirst().low()).isBetween(50.0, 100.0);
    assertThat(Comparison.regressed(rows)).isTrue();
    assertThat(Comparison.table(rows)).contains("SLOWER");
  }

  @Test
  void chanceIsNoRegression() {
    List<Comparison.Row> rows = compare(values(500, 200, 12, 1), values(520, 200, 12, 2));
    assertThat(rows.getFirst().low()).isNegative();
    assertThat(Comparison.regressed(rows)).isFalse();
  }

  @Test
  void aFasterRunIsNone() {
    List<Comparison.Row> rows = compare(values(600, 30, 40, 1), values(500, 30, 40, 2));
    assertThat(rows.getFirst().faster()).isTrue();
    assertThat(Comparison.regressed(rows)).isFalse();
  }

  @Test
  void whatTheOldRunLacksIsNotCompared() {
    JsonNode old = new ObjectMapper().createObjectNode();
    assertThat(Comparison.of(old, Map.of("samples", Map.of("total", List.of(1.0, 2.0))))).isEmpty();
  }
}
