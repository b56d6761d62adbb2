package dev.damso.bench;

import dev.damso.bench.Meters.Meter;
import dev.damso.telemetry.Percentiles;
import dev.damso.telemetry.ReplyTimeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the table, each with what was measured. A row is the time that a stage adds for the
 * person who waits; {@code *_alone} rows are what it takes, whoever waits.
 */
final class Rows {
  private static final List<String> ADDED =
      List.of("turn", "stt", "llm_ttft", "clause", "tts", "lipsync");

  /** What a stage was, should be, and is in the reference design, milliseconds. */
  record Goal(String title, double was, double target, @Nullable Double reference) {}

  /** The table that the product was asked for. */
  static final Map<String, Goal> GOALS = goals();

  private static Map<String, Goal> goals() {
    Map<String, Goal> goals = new LinkedHashMap<>();
    goals.put("vad", new Goal("VAD", 30, 20, 15.0));
    goals.put("stt", new Goal("STT", 300, 150, 120.0));
    goals.put("llm_ttft", new Goal("LLM, first token", 500, 200, 180.0));
    goals.put("tts", new Goal("TTS, first audio", 200, 100, 80.0));
    goals.put("lipsync", new Goal("lip sync, first frames", 100, 50, 40.0));
    goals.put("encoding", new Goal("encoding, per frame", 50, 20, 15.0));
    goals.put("network", new Goal("network", 100, 50, null));
    goals.put("total", new Goal("total", 1280, 590, 450.0));
    return goals;
  }

  private Rows() {}

  /** All rows of a run, without those that nothing was measured for. */
  static Map<String, List<Double>> of(Run run, boolean fixed, boolean network) {
    Map<String, List<Double>> rows = new LinkedHashMap<>();
    Meters meters = run.meters();
    List<Double> windows = meters.ms(Meter.VAD);
    double compute = windows.isEmpty() ? 0 : Percentiles.of(windows).p50();
    rows.put(
        "vad",
        run.turns().stream()
            .filter(turn -> turn.latencyMs().isPresent())
            .map(turn -> turn.windowMs() + compute)
            .toList());
    for (String stage : ADDED) {
      rows.put(stage, stage(run, timeline -> timeline.stages().get(stage + "_ms")));
    }
    rows.put("encoding", meters.ms(Meter.ENCODING));
    if (network) {
      rows.put("network", run.values(Turn::downlinkMs));
    }
    rows.put("total", run.values(Turn::latencyMs));
    rows.put("picture", run.values(Turn::pictureMs));
    rows.put("head_start", stage(run, timeline -> timeline.stages().get("head_start_ms")));
    rows.put("vad_alone", windows);
    rows.put("stt_alone", meters.ms(Meter.STT));
    rows.put("llm_ttft_alone", meters.ms(Meter.LLM_FIRST));
    rows.put("tts_alone", meters.ms(Meter.TTS_FIRST));
    rows.put("face_alone", meters.ms(Meter.FACE));
    rows.put("barge_in", run.bargeInMs());
    if (fixed) {
      rows.put("overhead", run.values(Turn::overheadMs));
      rows.put("path_overhead", run.values(Turn::pathOverheadMs));
    }
    rows.put("audio_late", run.lateMs());
    rows.values().removeIf(List::isEmpty);
    return rows;
  }

  private static List<Double> stage(Run run, Function<ReplyTimeline, @Nullable Double> row) {
    List<Double> values = new ArrayList<>();
    for (Turn turn : run.turns()) {
      if (turn.latencyMs().isPresent() && !turn.timeline().isEmpty()) {
        Double ms = row.apply(turn.timeline().getFirst());
        if (ms != null) {
          values.add(ms);
        }
      }
    }
    return values;
  }
}
