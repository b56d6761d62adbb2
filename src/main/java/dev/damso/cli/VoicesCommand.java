package dev.damso.cli;

import dev.damso.model.ModelStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code voices}: who speaks which language. */
@Command(name = "voices", description = "Lists the voices.")
final class VoicesCommand extends BaseCommand {
  private record Voice(String name, String language, String model) {}

  private static final List<Voice> VOICES =
      List.of(
          new Voice("kokoro-hj", "ko", Assembly.KOKORO),
          new Voice("piper-joe", "en", Assembly.PIPER));

  @Override
  public Integer call() {
    Map<String, ModelStore.Entry> models = new LinkedHashMap<>();
    assembly().models().list().forEach(entry -> models.put(entry.name(), entry));
    List<Map<String, Object>> all = new ArrayList<>();
    for (Voice voice : VOICES) {
      ModelStore.Entry model = java.util.Objects.requireNonNull(models.get(voice.model()));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("voice", voice.name());
      row.put("language", voice.language());
      row.put("licence", model.licence());
      row.put("installed", model.installed());
      all.add(row);
    }
    if (json) {
      Json.print(Map.of("voices", all));
      return 0;
    }
    System.out.printf("%-12s %-9s %-10s %s%n", "voice", "language", "state", "licence");
    for (Map<String, Object> row : all) {
      System.out.printf(
          "%-12s %-9s %-10s %s%n",
          row.get("voice"),
          row.get("language"),
          Boolean.TRUE.equals(row.get("installed")) ? "installed" : "missing",
          row.get("licence"));
    }
    return 0;
  }
}
