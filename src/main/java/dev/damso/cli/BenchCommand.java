package dev.damso.cli;

import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.conversation.ReplySettings;
import dev.damso.media.UserFacingException;
import dev.damso.stt.SpeechToText;
import dev.damso.telemetry.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench}: the stage rows of repeated replies. */
@Command(
    name = "bench",
    description = "Measures the stages of a reply on this machine.",
    subcommands = {FaceBenchCommand.class, TurnsBenchCommand.class, KnowledgeBenchCommand.class})
final class BenchCommand extends BaseCommand {
  private static final List<String> TYPED =
      List.of("안녕하세요.", "오늘 기분이 어때요?", "추천할 만한 음식이 있나요?", "주말에는 뭘 하면 좋을까요?", "고마워요.");

  @Parameters(
      paramLabel = "QUESTION.wav|FOLDER",
      arity = "0..*",
      description = "default: typed questions")
  private List<Path> questions = List.of();

  @Option(names = "--repeat", description = "rounds over the questions (1)")
  private int repeat = 1;

  /** A question of either kind. */
  private record Item(float @Nullable [] samples, String text) {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    List<Item> items = items();
    Assembly assembly = assembly();
    ReplySettings settings = assembly.replySettings();
    Map<String, List<Double>> rows = new LinkedHashMap<>();
    Map<String, String> providers = Map.of();
    Path film = Files.createTempFile("damso-bench", ".mp4");
    try (ReplyCommand.Loaded loaded = new ReplyCommand.Loaded(assembly.stages())) {
      Warmup.stages(loaded.stages(), settings);
      Warmup.phrases(loaded.stages(), settings);
      FileReply reply = new FileReply(config(), loaded.stages(), settings);
      for (int round = 0; round < repeat; round++) {
        for (int i = 0; i < items.size(); i++) {
          FileReply.Result result = reply.answer(items.get(i).samples(), items.get(i).text(), film);
          result
              .stages()
              .forEach((row, ms) -> rows.computeIfAbsent(row, name -> new ArrayList<>()).add(ms));
          providers = result.providers();
          say("%d/%d", round * items.size() + i + 1, repeat * items.size());
        }
      }
    } finally {
      Files.deleteIfExists(film);
    }
    rows.put("llm_overhead_ms", LlmOverhead.measure());
    report(rows, providers);
    return 0;
  }

  private List<Item> items() throws IOException {
    if (questions.isEmpty()) {
      return TYPED.stream().map(text -> new Item(null, text)).toList();
    }
    List<Item> items = new ArrayList<>();
    for (Path question : questions) {
      for (Path file : files(question)) {
        Wav sound = Wav.read(file);
        items.add(
            new Item(
                Resampler.resample(sound.samples(), sound.sampleRate(), SpeechToText.SAMPLE_RATE),
                ""));
      }
    }
    return items;
  }

  private static List<Path> files(Path question) throws IOException {
    if (!Files.isDirectory(question)) {
      return List.of(question);
    }
    try (Stream<Path> entries = Files.list(question)) {
      List<Path> wavs = entries.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
      if (wavs.isEmpty()) {
        throw UserFacingException.badInput("no .wav in " + question);
      }
      return wavs;
    }
  }

  private void report(Map<String, List<Double>> rows, Map<String, String> providers) {
    Map<String, Object> table = new LinkedHashMap<>();
    rows.forEach(
        (row, values) -> table.put(row.replaceFirst("_ms$", ""), Percentiles.of(values).toMap()));
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("rows", table);
      result.put(
          "machine",
          Map.of(
              "processors", Runtime.getRuntime().availableProcessors(),
              "os", System.getProperty("os.name") + " " + System.getProperty("os.arch"),
              "java", Runtime.version().toString()));
      result.put("providers", providers);
      Json.print(result);
      return;
    }
    System.out.printf("%-12s %5s %9s %9s  (ms)%n", "stage", "n", "p50", "p95");
    rows.forEach((row, values) -> {
      Percentiles p = Percentiles.of(values);
      System.out.printf(
          "%-12s %5d %9.1f %9.1f%n", row.replaceFirst("_ms$", ""), p.count(), p.p50(), p.p95());
    });
    System.out.println(providers);
  }
}
