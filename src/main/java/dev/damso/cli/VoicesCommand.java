package dev.damso.cli;

import dev.damso.model.ModelStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code voices}: who speaks which language. */
@Command(name = "voices", description = "Lists the voices.")
final class VoicesCommand extends BaseCommand {
  private static final String FORMAT = "%-10s %-9s %-9s %-21s %s%n";

  @Override
  public Integer call() {
    Map<String, ModelStore.Entry> models = new LinkedHashMap<>();
    assembly().models().list().forEach(entry -> models.put(entry.name(), entry));
    Map<String, String> chosen = assembly().voices().chosen();
    List<Map<String, Object>> all = new ArrayList<>();
    for (VoiceAssembly.Known voice : VoiceAssembly.ALL) {
      ModelStore.@Nullable Entry model = models.get(voice.model());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("voice", voice.name());
      row.put("language", voice.languages());
      row.put(
          "speaks",
          chosen.entrySet().stream()
              .filter(entry -> entry.getValue().equals(voice.name()))
              .map(Map.Entry::getKey)
              .toList());
      row.put("licence", model == null ? "cloud" : model.licence());
      row.put("installed", model != null && model.installed());
      row.put("key", voice.key());
      all.add(row);
    }
    if (json) {
      Json.print(Map.of("voices", all));
      return 0;
    }
    System.out.printf(FORMAT, "voice", "language", "speaks", "state", "licence");
    for (Map<String, Object> row : all) {
      boolean cloud = "cloud".equals(row.get("licence"));
      String state = Boolean.TRUE.equals(row.get("installed")) ? "installed" : "missing";
      System.out.printf(
          FORMAT,
          row.get("voice"),
          row.get("language"),
          String.join(",", strings(row.get("speaks"))),
          cloud ? "needs " + row.get("key") : state,
          row.get("licence"));
    }
    return 0;
  }

  private static List<String> strings(@Nullable Object list) {
    return list instanceof List<?> items ? items.stream().map(String::valueOf).toList() : List.of();
  }
}
