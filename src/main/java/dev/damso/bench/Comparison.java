package dev.damso.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Two runs side by side: the difference of their medians with the 95 % interval of a bootstrap
 * (Efron 1979, percentile method).
 */
public final class Comparison {
  /** The rows whose values are kept for this. */
  static final Set<String> COMPARED =
      Set.of(
          "turn",
          "stt",
          "llm_ttft",
          "clause",
          "tts",
          "lipsync",
          "network",
          "total",
          "picture",
          "overhead",
          "path_overhead",
          "barge_in");

  /** Rows that make a comparison fail: what a person feels. */
  private static final Set<String> GUARDED = Set.of("total", "overhead", "path_overhead");

  private static final int RESAMPLES = 4_000;

  /** Changes smaller than these are none, whatever the interval says: share, and milliseconds. */
  private static final double SHARE = 0.03;

  private static final double LEAST_MS = 5;

  /**
   * A row's change, milliseconds.
   *
   * @param change new median less old
   * @param low and {@code high}: the interval
   */
  public record Row(
      String name, double before, double after, double change, double low, double high) {
    /** Whether it became slower, beyond chance and beyond what matters. */
    public boolean slower() {
      return low > 0 && change > Math.max(LEAST_MS, SHARE * Math.abs(before));
    }

    /** Whether it became faster, likewise. */
    public boolean faster() {
      return high < 0 && -change > Math.max(LEAST_MS, SHARE * Math.abs(before));
    }
  }

  private Comparison() {}

  /**
   * @param old what {@code bench --json} printed
   * @param now as {@link Report#toMap}
   */
  public static List<Row> of(JsonNode old, Map<String, ?> now) {
    List<Row> compared = new ArrayList<>();
    if (!(now.get("samples") instanceof Map<?, ?> samples)) {
      return compared;
    }
    samples.forEach((name, values) -> {
      JsonNode before = old.path("samples").path(String.valueOf(name));
      if (before.size() > 1 && values instanceof List<?> list && list.size() > 1) {
        double[] a = new double[before.size()];
        Arrays.setAll(a, i -> before.get(i).asDouble());
        double[] b = list.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
        compared.add(row(String.valueOf(name), a, b));
      }
    });
    return compared;
  }

  /** Whether a row that matters became slower. */
  public static boolean regressed(List<Row> rows) {
    return rows.stream().anyMatch(row -> GUARDED.contains(row.name()) && row.slower());
  }

  static Row row(String name, double[] before, double[] after) {
    SplittableRandom random = new SplittableRandom(1);
    double[] changes = new double[RESAMPLES];
    Arrays.setAll(changes, i -> median(resample(after, random)) - median(resample(before, random)));
    Arrays.sort(changes);
    double a = median(before.clone());
    double b = median(after.clone());
    return new Row(
        name,
        a,
        b,
        b - a,
        changes[(int) (RESAMPLES * 0.025)],
        changes[(int) (RESAMPLES * 0.975) - 1]);
  }

  private static double[] resample(double[] values, SplittableRandom random) {
    double[] picked = new double[values.length];
    Arrays.setAll(picked, i -> values[random.nextInt(values.length)]);
    return picked;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /** For people. */
  public static String table(List<Row> rows) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "%-16s %9s %9s %9s  %s%n", "median, ms", "before", "now", "change", "95 % interval"));
    for (Row row : rows) {
      out.append(
          String.format(
              "%-16s %9.1f %9.1f %+9.1f  %+.1f … %+.1f %s%n",
              row.name(),
              row.before(),
              row.after(),
              row.change(),
              row.low(),
              row.high(),
              row.slower() ? "SLOWER" : row.faster() ? "faster" : ""));
    }
    return out.toString();
  }
}
