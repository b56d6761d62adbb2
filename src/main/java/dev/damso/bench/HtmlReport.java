package dev.damso.bench;

import dev.damso.telemetry.Percentiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one page, with plots, that needs no other file. */
public final class HtmlReport {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>damso bench</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2330; }
      table { border-collapse: collapse; margin: 1rem 0; }
      th, td { padding: .25rem .8rem; text-align: right; border-bottom: 1px solid #dfe3ea; }
      th:first-child, td:first-child { text-align: left; }
      .pass { color: #14813f; } .fail { color: #c02634; font-weight: 600; }
      pre { overflow-x: auto; background: #f4f6f9; padding: .8rem; border-radius: .5rem; }
      svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; }
      </style>
      """;

  private static final List<String> COLOURS =
      List.of(
          "#7f8ca8", "#35a76b", "#4fb6e3", "#8d7bf2", "#b49df5", "#f2b33d", "#c98a4b", "#e877a4");

  private static final int WIDTH = 720;
  private static final int LEFT = 60;

  private HtmlReport() {}

  /** The table, the distribution of the turn latency, and where its time goes. */
  public static String of(Report report) {
    List<Double> latency = report.run().values(Turn::latencyMs);
    return HEAD
        + "<h1>damso bench</h1>"
        + goals(report)
        + "<h2>Turn latency</h2><p>From the last speech sample of the question to the first sample of"
        + " the answer at the receiver's decoder.</p>"
        + distribution(latency)
        + "<h2>Where the time goes</h2><p>One bar a turn, fastest first.</p>"
        + bars(report)
        + "<h2>All figures</h2><pre>"
        + escape(report.table())
        + "</pre></html>\n";
  }

  /** Turn latency and lateness by the number of conversations. */
  public static String of(List<Load.Step> steps) {
    return HEAD
        + "<h1>damso bench: load</h1><p>"
        + Load.held(steps)
        + " conversations at a time: p95 of the turn latency up to 1 s, of the lateness of sound up"
        + " to 20 ms.</p>"
        + loadPlot(steps)
        + "<pre>"
        + escape(Load.table(steps))
        + "</pre></html>\n";
  }

  private static String goals(Report report) {
    StringBuilder out = new StringBuilder("<table><tr><th>stage, ms");
    for (String column : List.of("was", "target", "reference", "p50", "p95", "p99", "")) {
      out.append("<th>").append(column);
    }
    Rows.GOALS.forEach((row, goal) -> {
      List<Double> values = report.rows().get(row);
      Double reference = goal.reference();
      out.append("<tr>");
      cell(out, goal.title());
      cell(out, number(goal.was()));
      cell(out, number(goal.target()));
      cell(out, reference == null ? "–" : number(reference));
      if (values == null) {
        out.append("<td>–<td>–<td>–<td>");
      } else {
        Percentiles p = Percentiles.of(values);
        cell(out, one(p.p50()));
        cell(out, one(p.p95()));
        cell(out, one(p.p99()));
        out.append(p.p50() <= goal.target() ? "<td class=pass>pass" : "<td class=fail>fail");
      }
    });
    return out.append("</table>").toString();
  }

  private static void cell(StringBuilder out, String text) {
    out.append("<td>").append(escape(text));
  }

  /** The share of turns that were answered within a time. */
  private static String distribution(List<Double> latency) {
    List<Double> sorted = new ArrayList<>(latency);
    Collections.sort(sorted);
    double most = Math.max(1_000, sorted.getLast() * 1.05);
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < sorted.size(); i++) {
      points.append(point(x(sorted.get(i), most), 180 - 160.0 * (i + 1) / sorted.size()));
    }
    return svg(210)
        + grid(most, 20, 180)
        + "<polyline fill=none stroke=#2f6df6 stroke-width=2 points=\""
        + points
        + "\"/>"
        + mark(x(700, most), "700")
        + text(LEFT - 6, 24, "end", "100 %")
        + text(LEFT - 6, 184, "end", "0 %")
        + "</svg>";
  }

  private static String bars(Report report) {
    List<Turn> turns =
        report.run().turns().stream()
            .filter(turn -> !turn.breakdown().isEmpty())
            .sorted(
                (a, b) -> Double.compare(a.latencyMs().orElseThrow(), b.latencyMs().orElseThrow()))
            .toList();
    if (turns.isEmpty()) {
      return "";
    }
    List<String> parts = List.copyOf(report.breakdown().keySet());
    double most = Math.max(1_000, turns.getLast().latencyMs().orElseThrow() * 1.05);
    int bottom = 30 + turns.size() * 9;
    StringBuilder out = new StringBuilder(svg(bottom + 50)).append(grid(most, 20, bottom));
    for (int i = 0; i < turns.size(); i++) {
      double at = 0;
      for (Map.Entry<String, Double> part : turns.get(i).breakdown().entrySet()) {
        double next = at + part.getValue();
        out.append(
            String.format(
                Locale.ROOT,
                "<rect x=%.1f y=%d width=%.1f height=7 fill=%s><title>%s: %s %.0f ms</title></rect>",
                x(Math.max(0, Math.min(at, next)), most),
                24 + i * 9,
                Math.max(0, x(Math.max(at, next), most) - x(Math.max(0, at), most)),
                COLOURS.get(parts.indexOf(part.getKey()) % COLOURS.size()),
                escape(turns.get(i).utterance().name()),
                part.getKey(),
                part.getValue()));
        at = next;
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      int x = LEFT + i * 82;
      out.append(
          String.format(
              "<rect x=%d y=%d width=10 height=10 fill=%s />", x, bottom + 28, COLOURS.get(i)));
      out.append(text(x + 14, bottom + 37, "start", parts.get(i)));
    }
    return out.append("</svg>").toString();
  }

  private static String loadPlot(List<Load.Step> steps) {
    double most = steps.getLast().sessions();
    StringBuilder latency = new StringBuilder();
    StringBuilder late = new StringBuilder();
    for (Load.Step step : steps) {
      double x = x(step.sessions(), most);
      latency.append(point(x, 220 - 200 * Math.min(1, step.latencyP95() / 2_000)));
      late.append(point(x, 220 - 200 * Math.min(1, step.lateP95() / 40)));
    }
    StringBuilder out = new StringBuilder(svg(260)).append(mark2(120, "limits: 1 s, 20 ms"));
    for (Load.Step step : steps) {
      out.append(text(x(step.sessions(), most), 236, "middle", String.valueOf(step.sessions())));
    }
    return out.append("<polyline fill=none stroke=#2f6df6 stroke-width=2 points=\"")
        .append(latency)
        .append("\"/><polyline fill=none stroke=#e0892b stroke-width=2 points=\"")
        .append(late)
        .append("\"/>")
        .append(
            text(
                LEFT,
                14,
                "start",
                "blue: turn latency p95 (0–2 s), orange: audio late p95 (0–40 ms)"))
        .append(text(LEFT, 252, "start", "conversations"))
        .append("</svg>")
        .toString();
  }

  private static String svg(int height) {
    return "<svg viewBox=\"0 0 " + WIDTH + " " + height + "\" role=img>";
  }

  private static String grid(double most, int top, int bottom) {
    StringBuilder out = new StringBuilder();
    int step = most > 4_000 ? 1_000 : most > 1_500 ? 500 : 100;
    for (int ms = 0; ms <= most; ms += step) {
      double x = x(ms, most);
      out.append(
          String.format(
              Locale.ROOT,
              "<line x1=%.1f x2=%.1f y1=%d y2=%d stroke=#dfe3ea />",
              x,
              x,
              top,
              bottom));
      out.append(text(x, bottom + 14, "middle", String.valueOf(ms)));
    }
    return out.toString();
  }

  private static String mark(double x, String label) {
    return String.format(
            Locale.ROOT,
            "<line x1=%.1f x2=%.1f y1=20 y2=180 stroke=#c02634 stroke-dasharray=\"4 3\" />",
            x,
            x)
        + text(x + 3, 30, "start", label);
  }

  private static String mark2(int y, String label) {
    return String.format(
            "<line x1=%d x2=%d y1=%d y2=%d stroke=#c02634 stroke-dasharray=\"4 3\" />",
            LEFT, WIDTH - 10, y, y)
        + text(WIDTH - 12, y - 4, "end", label);
  }

  private static double x(double value, double most) {
    return LEFT + (WIDTH - LEFT - 20) * Math.min(1, value / most);
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
  }

  private static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT, "<text x=%.1f y=%.1f text-anchor=%s>%s</text>", x, y, anchor, escape(text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
