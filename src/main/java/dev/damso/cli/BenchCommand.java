package dev.damso.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.bench.Bench;
import dev.damso.bench.Comparison;
import dev.damso.bench.HtmlReport;
import dev.damso.bench.Load;
import dev.damso.bench.MarkCost;
import dev.damso.bench.Report;
import dev.damso.bench.SelfCheck;
import dev.damso.bench.Utterance;
import dev.damso.bench.fixed.FixedLanguageModel;
import dev.damso.bench.fixed.FixedSpeechToText;
import dev.damso.bench.fixed.FixedTextToSpeech;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.UserFacingException;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.SileroModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench}: conversations in real time, the table, turn latency, load. */
@Command(
    name = "bench",
    description = "Measures conversations on this machine, in real time.",
    subcommands = {
      FaceBenchCommand.class,
      NeuralBenchCommand.class,
      TurnsBenchCommand.class,
      LlmBenchCommand.class,
      KnowledgeBenchCommand.class,
      MediaBenchCommand.class
    })
final class BenchCommand extends BaseCommand {
  private static final int LOAD_TURNS = 4;

  /** Who understands, thinks and speaks. */
  enum Providers {
    fixed,
    local,
    configured
  }

  @Parameters(
      paramLabel = "QUESTION.wav|FOLDER",
      arity = "0..*",
      description =
          "what the callers say; fewer than 30 are made up by sentences in our own voices")
  private List<Path> questions = List.of();

  @Option(
      names = "--providers",
      description = "fixed: fakes of 120, 180, 80 ms; local: embedded models; configured (default)")
  private Providers providers = Providers.configured;

  @Option(
      names = "--sessions",
      paramLabel = "N|FROM..TO",
      description = "callers at a time (1); a range finds how many this machine holds")
  private String sessions = "1";

  @Option(
      names = "--network",
      description = "through the server's WebRTC on the loopback interface, with a jitter buffer")
  private boolean network;

  @Option(names = "--turns", description = "of each caller; default: one for each utterance")
  private @Nullable Integer turns;

  @Option(names = "--barge-ins", description = "interruptions by each caller (10)")
  private int bargeIns = 10;

  @Option(names = "--listen", paramLabel = "MS", description = "longest listening (8000)")
  private int listenMs = 8_000;

  @Option(names = "--language", description = "of the recordings and added sentences: ko, en")
  private String language = "";

  @Option(names = "--html", paramLabel = "FILE", description = "a report with plots")
  private @Nullable Path html;

  @Option(
      names = "--compare",
      paramLabel = "OLD.json",
      description = "an earlier run's --json; exit code 1 where a person now waits longer")
  private @Nullable Path compare;

  @Option(
      names = "--self-check",
      description = "does a delay of 100 ms show as 100 ms, and silence as no answer?")
  private boolean selfCheck;

  @Option(
      names = "--save-utterances",
      paramLabel = "FOLDER",
      description = "write what the callers say, and stop")
  private @Nullable Path save;

  @Override
  public Integer call() throws InterruptedException, IOException {
    JsonNode old = compare == null ? null : read(compare);
    if (html != null) {
      Outputs.requireWritable(html);
    }
    Assembly assembly = providers == Providers.local ? local() : assembly();
    assembly.models().requireAll(assembly.required());
    List<Utterance> utterances =
        new BenchUtterances(assembly.voiceActivity()::newDetector, assembly::textToSpeech)
            .load(questions, language);
    if (save != null) {
      BenchUtterances.save(utterances, save);
      say("%d utterances in %s", utterances.size(), save);
      return 0;
    }
    ReplySettings settings = assembly.replySettings();
    boolean fixed = providers == Providers.fixed || selfCheck;
    try (ReplyCommand.Loaded loaded =
        new ReplyCommand.Loaded(fixed ? fixedStages(assembly) : assembly.stages())) {
      if (!fixed) {
        Warmup.stages(loaded.stages(), settings);
        Warmup.phrases(loaded.stages(), settings, new Lull(() -> 0));
      }
      if (selfCheck) {
        return selfCheck(loaded.stages(), settings, utterances);
      }
      try (Bench bench = new Bench(loaded.stages(), settings, listenMs, network)) {
        return sessions.contains("..")
            ? load(bench, utterances)
            : measure(bench, loaded.stages(), utterances, old);
      }
    }
  }

  private Assembly local() {
    Map<String, String> environment = new LinkedHashMap<>(environment());
    environment.put("DAMSO_LLM_PROVIDER", "local");
    return new Assembly(config(environment), environment);
  }

  static Stages fixedStages(Assembly assembly) {
    SileroModel vad = assembly.voiceActivity();
    return new Stages(
        new FixedSpeechToText(),
        new FixedLanguageModel(),
        new FixedTextToSpeech(),
        assembly.completeness(),
        vad::newDetector,
        () -> new TurnTaking(assembly.turnSettings()),
        assembly.face(),
        assembly.encoder());
  }

  private int measure(
      Bench bench, Stages stages, List<Utterance> utterances, @Nullable JsonNode old)
      throws InterruptedException, IOException {
    int callers = number(sessions);
    int each = turns == null ? utterances.size() : turns;
    int all = callers * (each + 1);
    Report report =
        new Report(
            bench.run(
                new Bench.Plan(callers, each, bargeIns),
                utterances,
                done -> say("%d/%d", done, all)),
            providers == Providers.fixed,
            network,
            names(stages));
    report.add("mark_ns", MarkCost.measure());
    if (providers != Providers.fixed) {
      report.add("llm_overhead", LlmOverhead.measure());
    }
    Map<String, Object> result = report.toMap();
    List<Comparison.Row> changes = old == null ? List.of() : Comparison.of(old, result);
    if (!changes.isEmpty()) {
      result.put("compared", changes);
    }
    if (html != null) {
      Files.writeString(html, HtmlReport.of(report));
    }
    if (json) {
      Json.print(result);
    } else {
      System.out.print(report.table());
      System.out.print(changes.isEmpty() ? "" : "\n" + Comparison.table(changes));
    }
    return Comparison.regressed(changes) ? 1 : 0;
  }

  private int load(Bench bench, List<Utterance> utterances)
      throws InterruptedException, IOException {
    String[] range = sessions.split("\\.\\.", -1);
    int each = turns == null ? LOAD_TURNS : turns;
    List<Load.Step> steps =
        Load.find(
            callers -> {
              say("%d callers", callers);
              return bench.run(new Bench.Plan(callers, each, 0), utterances, done -> {});
            },
            number(range[0]),
            number(range[1]));
    if (html != null) {
      Files.writeString(html, HtmlReport.of(steps));
    }
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("held", Load.held(steps));
      result.put("steps", steps.stream().map(Load.Step::toMap).toList());
      Json.print(result);
    } else {
      System.out.print(Load.table(steps));
    }
    return 0;
  }

  private int selfCheck(Stages stages, ReplySettings settings, List<Utterance> utterances)
      throws InterruptedException {
    int pairs = Math.min(utterances.size(), turns == null ? 12 : turns);
    SelfCheck.Outcome outcome = SelfCheck.run(stages, settings, utterances.subList(0, pairs));
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("delay_ms", Json.round(outcome.delayMs()));
      result.put("silence_answered", outcome.silenceAnswered());
      result.put("pass", outcome.passed());
      Json.print(result);
    } else {
      System.out.printf(
          "a delay of %d ms shows as %.1f ms (%d pairs, ± %.0f allowed); silence %s: %s%n",
          SelfCheck.DELAY_MS,
          outcome.delayMs(),
          outcome.differences().size(),
          SelfCheck.TOLERANCE_MS,
          outcome.silenceAnswered() ? "was answered" : "has no answer",
          outcome.passed() ? "pass" : "FAIL");
    }
    return outcome.passed() ? 0 : 1;
  }

  private static Map<String, Object> names(Stages stages) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("stt", stages.speechToText().name());
    names.put("llm", stages.languageModel().name());
    names.put("tts", stages.textToSpeech().name());
    return names;
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw UserFacingException.badInput("--sessions takes N or FROM..TO, not " + text);
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw UserFacingException.badInput(file + " is no output of bench --json");
    }
  }
}
