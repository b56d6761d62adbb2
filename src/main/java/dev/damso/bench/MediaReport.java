package dev.damso.bench;

import dev.damso.telemetry.Percentiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link MediaBench} found, with its targets. One owner. */
public final class MediaReport {
  /** Growth of live objects that a run may show, MB: classes and buffers that came late. */
  private static final double FLAT_MB = 4;

  private static final double DRIFT_MS = 5;

  private final Map<String, Object> json = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private boolean passed = true;

  public MediaReport() {
    json.put("machine", Machine.describe());
    lines.add(
        String.format(
            Locale.ROOT, "%-44s %8s %8s %8s  %-14s", "ms", "p50", "p95", "p99", "target"));
  }

  /** Which percentile a target is for. */
  private enum Bound {
    P50,
    P95,
    P99;

    double of(Percentiles found) {
      return switch (this) {
        case P50 -> found.p50();
        case P95 -> found.p95();
        case P99 -> found.p99();
      };
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private void row(String key, String title, List<Double> ms, Bound bound, double target) {
    if (ms.isEmpty()) {
      missing(key, title);
      return;
    }
    Percentiles found = Percentiles.of(ms);
    boolean pass = bound.of(found) <= target;
    Map<String, Object> row = found.toMap();
    row.put("count", found.count());
    row.put("target_" + bound.title(), target);
    row.put("pass", pass);
    json.put(key, row);
    String goal = String.format(Locale.ROOT, "%s ≤ %.0f", bound.title(), target);
    lines.add(
        String.format(
            Locale.ROOT,
            "%-44s %8.1f %8.1f %8.1f  %-14s %s",
            title,
            found.p50(),
            found.p95(),
            found.p99(),
            goal,
            verdict(pass)));
  }

  private void missing(String key, String title) {
    json.put(key, Map.of("count", 0, "pass", false));
    lines.add(String.format(Locale.ROOT, "%-44s %s", title, "nothing measured: " + verdict(false)));
  }

  private String verdict(boolean pass) {
    passed &= pass;
    return pass ? "pass" : "FAIL";
  }

  private void line(String text, boolean pass) {
    lines.add(text + ": " + verdict(pass));
  }

  /** Calls that came and went. */
  public void add(MediaBench.Connects connects) {
    row("first_picture", "offer to first picture", connects.firstPictureMs(), Bound.P50, 150);
    growth(
        "connects",
        connects.firstPictureMs().size() + " connects",
        List.of(connects.before(), connects.after()));
  }

  /** One conversation. */
  public void add(MediaBench.Talk talk) {
    row("picture_delay", "picture drawn to picture decoded", talk.pictureMs(), Bound.P95, 20);
    row(
        "av_offset",
        "lips off their sound, either way",
        talk.shownMs().stream().map(Math::abs).toList(),
        Bound.P95,
        20);
    signed("av_offset_signed", "lips after their sound, as shown", talk.shownMs());
    signed("av_arrival", "lips after their sound, as they came", talk.arrivedMs());
    json.put("av_drift", Report.round(talk.driftMs()));
    line(
        String.format(Locale.ROOT, "drift %.2f ms", talk.driftMs()),
        Math.abs(talk.driftMs()) <= DRIFT_MS);
    growth("soak", "talking", talk.footprints());
  }

  /** A row that has no target. */
  private void signed(String key, String title, List<Double> ms) {
    if (!ms.isEmpty()) {
      Percentiles found = Percentiles.of(ms);
      json.put(key, found.toMap());
      lines.add(
          String.format(
              Locale.ROOT,
              "%-44s %8.1f %8.1f %8.1f",
              title,
              found.p50(),
              found.p95(),
              found.p99()));
    }
  }

  /** Several conversations at a time. */
  public void addLateness(int conversations, List<Double> lateMs) {
    String title = "packet of sound late, %d conversations".formatted(conversations);
    row("audio_late", title, lateMs, Bound.P99, 5);
  }

  /** Answers that were spoken into. */
  public void add(MediaBench.BargeIns bargeIns) {
    row("barge_in_silent", "barge-in: speech to silence", bargeIns.silentMs(), Bound.P95, 200);
    row("barge_in_rest", "barge-in: speech to mouth at rest", bargeIns.restMs(), Bound.P95, 200);
    json.put("barge_in_missed", bargeIns.missed());
    lines.add("barge-ins that did not stop the answer: " + bargeIns.missed());
  }

  /** Of many footprints the first quarter is left out, in which things are still loaded. */
  private void growth(String key, String title, List<Footprint> footprints) {
    Footprint first = footprints.get(footprints.size() > 4 ? footprints.size() / 4 : 0);
    Footprint last = footprints.getLast();
    double grown = last.liveMb() - first.liveMb();
    boolean flat =
        grown <= FLAT_MB
            && last.threads() <= first.threads() + 1
            && last.openFiles() <= first.openFiles() + 1;
    json.put(key, footprints.stream().map(Footprint::toMap).toList());
    line(
        String.format(
            Locale.ROOT,
            "%s: live %.1f → %.1f MB, resident %.0f → %.0f MB, threads %d → %d, files %d → %d",
            title,
            first.liveMb(),
            last.liveMb(),
            first.residentMb(),
            last.residentMb(),
            first.threads(),
            last.threads(),
            first.openFiles(),
            last.openFiles()),
        flat);
  }

  /** For JSON. */
  public Map<String, Object> toMap() {
    json.put("pass", passed);
    return json;
  }

  /** For people. */
  public String table() {
    return String.join("\n", lines) + "\n";
  }

  /** Whether all targets are met. */
  public boolean passed() {
    return passed;
  }
}
