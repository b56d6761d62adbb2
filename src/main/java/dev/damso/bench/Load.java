package dev.damso.bench;

import dev.damso.media.UserFacingException;
import dev.damso.telemetry.Percentiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many conversations at a time this machine holds: more and more of them until one has to wait,
 * then between the last two.
 */
public final class Load {
  /** p95 of the turn latency that still holds. */
  public static final double LATENCY_MS = 1_000;

  /** p95 of the lateness of sound that still holds. */
  public static final double LATE_MS = 20;

  private Load() {}

  /** Runs so many callers. */
  @FunctionalInterface
  public interface Runner {
    /**
     * @throws UserFacingException where no turn was answered
     */
    Run run(int sessions) throws InterruptedException;
  }

  /**
   * What so many conversations came to.
   *
   * @param busy share of the time in which each resource worked
   */
  public record Step(
      int sessions,
      double latencyP50,
      double latencyP95,
      double lateP95,
      long missed,
      double cores,
      double memoryMb,
      Map<String, Double> busy) {
    static Step of(Run run) {
      Percentiles latency = Percentiles.of(run.values(Turn::latencyMs));
      return new Step(
          run.sessions(),
          latency.p50(),
          latency.p95(),
          Percentiles.of(run.lateMs()).p95(),
          run.missed(),
          run.cores(),
          run.memoryMb(),
          Report.busy(run));
    }

    /** Whether nobody had to wait. */
    public boolean holds() {
      return latencyP95 <= LATENCY_MS && lateP95 <= LATE_MS && missed == 0;
    }

    /** For JSON. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("sessions", sessions);
      map.put("holds", holds());
      if (latencyP50 < Double.POSITIVE_INFINITY) {
        map.put("latency_p50", Report.round(latencyP50));
        map.put("latency_p95", Report.round(latencyP95));
        map.put("audio_late_p95", Report.round(lateP95));
      }
      map.put("unanswered", missed);
      map.put("cores", Report.round(cores));
      map.put("memory_mb", Report.round(memoryMb));
      map.put("busy", busy);
      return map;
    }
  }

  /**
   * @param most conversations that are tried
   * @return what was tried, by number
   */
  public static List<Step> find(Runner runner, int least, int most) throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    int holds = 0;
    int fails = most + 1;
    for (int next = least; next < fails; next = next(holds, fails, least)) {
      Step step = step(runner, next);
      steps.add(step);
      if (step.holds()) {
        holds = next;
      } else {
        fails = next;
      }
      if (fails - holds <= 1 || holds == most) {
        break;
      }
    }
    steps.sort(Comparator.comparingInt(Step::sessions));
    return steps;
  }

  private static int next(int holds, int fails, int least) {
    int doubled = Math.max(least, 2 * holds);
    return doubled < fails ? doubled : (holds + fails) / 2;
  }

  private static Step step(Runner runner, int sessions) throws InterruptedException {
    try {
      return Step.of(runner.run(sessions));
    } catch (UserFacingException unanswered) {
      double never = Double.POSITIVE_INFINITY;
      return new Step(sessions, never, never, never, sessions, 0, 0, Map.of());
    }
  }

  /** The most that hold, or 0. */
  public static int held(List<Step> steps) {
    return steps.stream().filter(Step::holds).mapToInt(Step::sessions).max().orElse(0);
  }

  /** For people. */
  public static String table(List<Step> steps) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "%8s %6s %9s %9s %9s %7s %8s  %s%n",
            "sessions", "holds", "p50 ms", "p95 ms", "late p95", "cores", "MB", "busy"));
    for (Step step : steps) {
      out.append(
          String.format(
              "%8d %6s %9.0f %9.0f %9.1f %7.2f %8.0f  %s%n",
              step.sessions(),
              step.holds() ? "yes" : "no",
              step.latencyP50(),
              step.latencyP95(),
              step.lateP95(),
              step.cores(),
              step.memoryMb(),
              step.busy()));
    }
    out.append(String.format("%d conversations at a time%n", held(steps)));
    return out.toString();
  }
}
