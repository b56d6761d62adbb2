package dev.damso.telemetry;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Percentiles of a sample, by the nearest-rank method. */
public record Percentiles(double p50, double p95, double p99, int count) {
  /**
   * @throws IllegalArgumentException for an empty sample
   */
  public static Percentiles of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no percentiles of an empty sample");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), sorted.length);
  }

  /** For JSON, rounded to a hundredth. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("p50", round(p50));
    map.put("p95", round(p95));
    map.put("p99", round(p99));
    return map;
  }

  private static double rank(double[] sorted, int percent) {
    return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
