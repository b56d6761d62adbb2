package dev.damso.bench;

import dev.damso.bench.Meters.Meter;
import dev.damso.bench.Rows.Goal;
import dev.damso.telemetry.Percentiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A run as it is printed, kept and compared. */
public final class Report {
  private final Run run;
  private final Map<String, List<Double>> rows;
  private final Map<String, Object> providers;

  /**
   * @param fixed whether the providers were fixed ones
   * @param network whether sound came through a network and a jitter buffer
   */
  public Report(Run run, boolean fixed, boolean network, Map<String, Object> providers) {
    this.run = run;
    this.rows = new LinkedHashMap<>(Rows.of(run, fixed, network));
    this.providers = providers;
  }

  /** Adds a row that was measured apart. */
  public void add(String row, List<Double> values) {
    rows.put(row, values);
  }

  Run run() {
    return run;
  }

  Map<String, List<Double>> rows() {
    return rows;
  }

  /** For {@code --json}. */
  public Map<String, Object> toMap() {
    Map<String, Object> table = new LinkedHashMap<>();
    rows.forEach((row, values) -> table.put(row, row(row, values)));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("rows", table);
    all.put("turn_latency", turnLatency());
    if (rows.containsKey("overhead")) {
      all.put("overhead", row("overhead", rows.get("overhead")));
    }
    all.put("conversations", conversations());
    all.put("resources", resources());
    all.put("machine", Machine.describe());
    all.put("providers", providers);
    all.put("samples", samples());
    return all;
  }

  private static Map<String, Object> row(String name, List<Double> values) {
    Percentiles p = Percentiles.of(values);
    Map<String, Object> row = p.toMap();
    row.put("n", p.count());
    Goal goal = Rows.GOALS.get(name);
    if (goal != null) {
      row.put("was", goal.was());
      row.put("target", goal.target());
      if (goal.reference() != null) {
        row.put("reference", goal.reference());
      }
      row.put("pass", p.p50() <= goal.target());
    }
    return row;
  }

  private Map<String, Object> turnLatency() {
    Map<String, Object> latency = row("", run.values(Turn::latencyMs));
    List<Double> first = Run.values(run.first(), Turn::latencyMs);
    if (!first.isEmpty()) {
      latency.put("first_turn", round(first.getFirst()));
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    breakdown().forEach((part, values) -> parts.put(part, Percentiles.of(values).toMap()));
    latency.put("breakdown", parts);
    Map<String, Object> languages = new TreeMap<>();
    run.turns().stream()
        .map(turn -> turn.utterance().language())
        .distinct()
        .forEach(language -> {
          List<Double> own =
              Run.values(
                  run.turns().stream()
                      .filter(turn -> turn.utterance().language().equals(language))
                      .toList(),
                  Turn::latencyMs);
          if (!own.isEmpty()) {
            languages.put(language, row("", own));
          }
        });
    latency.put("languages", languages);
    return latency;
  }

  /** What the parts of the turn latency took, in order. */
  Map<String, List<Double>> breakdown() {
    Map<String, List<Double>> parts = new LinkedHashMap<>();
    for (Turn turn : run.turns()) {
      turn.breakdown()
          .forEach((part, ms) -> parts.computeIfAbsent(part, any -> new ArrayList<>()).add(ms));
    }
    return parts;
  }

  private Map<String, Object> conversations() {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("sessions", run.sessions());
    about.put("turns", run.turns().size());
    about.put("unanswered", run.missed());
    about.put("cut", run.cut());
    about.put("barge_ins", run.bargeIns());
    about.put("barge_ins_stopped", run.bargeInMs().size());
    about.put("utterances", utterances(false) + utterances(true));
    about.put("synthetic", utterances(true));
    return about;
  }

  private long utterances(boolean synthetic) {
    return run.turns().stream()
        .map(Turn::utterance)
        .filter(utterance -> utterance.synthetic() == synthetic)
        .distinct()
        .count();
  }

  private Map<String, Object> resources() {
    Map<String, Object> used = new LinkedHashMap<>();
    used.put("cores", round(run.cores()));
    used.put("memory_mb", round(run.memoryMb()));
    used.put("busy", busy(run));
    voiceFactor().ifPresent(factor -> used.put("voice_real_time_factor", factor.toMap()));
    return used;
  }

  /**
   * Of clauses that were made while conversations ran; those that were in the cache not counted.
   */
  private Optional<Percentiles> voiceFactor() {
    return Optional.of(run.meters().ms(Meter.TTS_FACTOR))
        .filter(factors -> !factors.isEmpty())
        .map(Percentiles::of);
  }

  /**
   * Share of the time in which a resource worked, by resource; of voice activity, face and encoding
   * the cores that they took. Speech recognition and the embedded language model do one thing at a
   * time: near 1 they are full.
   */
  static Map<String, Double> busy(Run run) {
    Map<String, Double> busy = new LinkedHashMap<>();
    busy.put("vad", share(run, Meter.VAD));
    busy.put("stt", share(run, Meter.STT));
    busy.put("llm", share(run, Meter.LLM));
    busy.put("tts", share(run, Meter.TTS));
    busy.put("face", share(run, Meter.FACE));
    busy.put("encoding", share(run, Meter.ENCODING));
    return busy;
  }

  private static double share(Run run, Meter meter) {
    return round(run.meters().busyMs(meter) / 1e3 / run.seconds());
  }

  /** What {@link Comparison} needs: the values themselves. */
  private Map<String, Object> samples() {
    Map<String, Object> samples = new LinkedHashMap<>();
    rows.forEach((row, values) -> {
      if (Comparison.COMPARED.contains(row)) {
        samples.put(row, values.stream().map(Report::round).toList());
      }
    });
    return samples;
  }

  static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }

  /** The table, for people. */
  public String table() {
    StringBuilder out = new StringBuilder();
    line(
        out, "%-24s %6s %7s %9s %8s %8s %8s", "ms", "was", "target", "reference", "p50", "p95", "");
    Rows.GOALS.forEach((row, goal) -> {
      List<Double> values = rows.get(row);
      if (values == null) {
        line(out, "%-24s %6.0f %7.0f %9s %8s", goal.title(), goal.was(), goal.target(), "", "–");
        return;
      }
      Percentiles p = Percentiles.of(values);
      line(
          out,
          "%-24s %6.0f %7.0f %9s %8.1f %8.1f %8s",
          goal.title(),
          goal.was(),
          goal.target(),
          goal.reference() == null ? "–" : "%.0f".formatted(goal.reference()),
          p.p50(),
          p.p95(),
          p.p50() <= goal.target() ? "pass" : "FAIL");
    });
    out.append('\n');
    line(out, "%-24s %6s %8s %8s %8s", "turn latency", "n", "p50", "p95", "p99");
    percentiles(out, "last word to first sound", run.values(Turn::latencyMs));
    breakdown().forEach((part, values) -> percentiles(out, "  " + part, values));
    rows.forEach((row, values) -> {
      if (!Rows.GOALS.containsKey(row)) {
        percentiles(out, row, values);
      }
    });
    List<Double> first = Run.values(run.first(), Turn::latencyMs);
    out.append('\n');
    line(
        out,
        "%d conversations, %d turns (%d unanswered, %d answered too early), first turn %s; %d of %d"
            + " utterances synthetic",
        run.sessions(),
        run.turns().size(),
        run.missed(),
        run.cut(),
        first.isEmpty() ? "–" : "%.0f ms".formatted(first.getFirst()),
        utterances(true),
        utterances(true) + utterances(false));
    line(out, "%.2f cores, %.0f MB; busy %s", run.cores(), run.memoryMb(), busy(run));
    voiceFactor()
        .ifPresent(factor ->
            line(
                out,
                "voice, real-time factor of %d clauses: p50 %.2f, p95 %.2f",
                factor.count(),
                factor.p50(),
                factor.p95()));
    line(out, "%s", providers);
    line(out, "%s", Machine.describe());
    return out.toString();
  }

  private static void percentiles(StringBuilder out, String name, List<Double> values) {
    if (!values.isEmpty()) {
      Percentiles p = Percentiles.of(values);
      line(out, "%-24s %6d %8.1f %8.1f %8.1f", name, p.count(), p.p50(), p.p95(), p.p99());
    }
  }

  private static void line(StringBuilder out, String format, Object... args) {
    out.append(String.format(format, args).stripTrailing()).append('\n');
  }
}
