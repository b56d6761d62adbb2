package dev.damso.cli;

import dev.damso.bench.MediaBench;
import dev.damso.bench.MediaBench.Fault;
import dev.damso.bench.MediaReport;
import dev.damso.bench.Utterance;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.UserFacingException;
import dev.damso.telemetry.Percentiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code bench media}: the media path against its targets, through WebRTC on loopback. */
@Command(
    name = "media",
    description =
        "Measures the media path: first picture, delay, sync of lips and sound, barge-in, leaks.")
final class MediaBenchCommand implements Callable<Integer> {
  private static final int FAULT_MS = 100;
  private static final double TOLERANCE_MS = 5;
  private static final int SELF_CHECK_SECONDS = 15;

  /** What runs for the first time is slower, and would shorten the differences. */
  private static final int WARM_UP_SECONDS = 8;

  @ParentCommand private @Nullable BenchCommand bench;

  @Parameters(
      paramLabel = "SPEECH.wav|FOLDER",
      arity = "0..*",
      description = "what interrupts the avatar; fewer than 30 are made up in our own voices")
  private List<Path> speech = List.of();

  @Option(names = "--minutes", description = "one conversation talks so long (1); 0: not")
  private double minutes = 1;

  @Option(
      names = "--conversations",
      description = "at a time, for the lateness of sound (4); 0: none")
  private int conversations = 4;

  @Option(names = "--seconds", description = "these talk so long (20)")
  private int seconds = 20;

  @Option(names = "--connects", description = "calls that come and go (50); 0: none")
  private int connects = 50;

  @Option(names = "--barge-ins", description = "answers that are spoken into (10); 0: none")
  private int bargeIns = 10;

  @Option(
      names = "--self-check",
      description = "do pictures that are 100 ms late show as 100 ms? Nothing else is measured")
  private boolean selfCheck;

  @Option(names = "--json", description = "print JSON on standard output")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (minutes < 0 || conversations < 0 || seconds < 1 || connects < 0 || bargeIns < 0) {
      throw UserFacingException.badInput("numbers must not be negative");
    }
    Assembly assembly = Objects.requireNonNull(bench).assembly();
    assembly.models().requireAll(assembly.required());
    ReplySettings settings = assembly.replySettings();
    try (ReplyCommand.Loaded loaded = new ReplyCommand.Loaded(BenchCommand.fixedStages(assembly))) {
      return selfCheck
          ? selfCheck(loaded.stages(), settings)
          : measure(assembly, loaded.stages(), settings);
    }
  }

  private int measure(Assembly assembly, Stages stages, ReplySettings settings)
      throws InterruptedException, IOException {
    MediaReport report = new MediaReport();
    try (MediaBench media = new MediaBench(stages, settings, Fault.NONE)) {
      if (connects > 0) {
        report.add(media.connects(connects, done -> every(100, done, connects, "connects")));
      }
      int talking = (int) Math.round(minutes * 60);
      if (talking > 0) {
        report.add(media.talk(talking, done -> every(60, done, talking, "seconds")));
      }
      if (conversations > 0) {
        report.addLateness(conversations, media.lateness(conversations, seconds));
      }
      if (bargeIns > 0) {
        List<Utterance> utterances =
            new BenchUtterances(assembly.voiceActivity()::newDetector, assembly::textToSpeech)
                .load(speech, "");
        report.add(
            media.bargeIns(
                bargeIns, utterances, done -> every(10, done, bargeIns, "interruptions")));
      }
    }
    if (json) {
      Json.print(report.toMap());
    } else {
      System.out.print(report.table());
    }
    return report.passed() ? 0 : 1;
  }

  private static void every(int step, int done, int all, String what) {
    if (done % step == 0 || done == all) {
      BaseCommand.say("%d/%d %s", done, all, what);
    }
  }

  private int selfCheck(Stages stages, ReplySettings settings) throws InterruptedException {
    talk(stages, settings, Fault.NONE, WARM_UP_SECONDS);
    MediaBench.Talk plain = talk(stages, settings, Fault.NONE, SELF_CHECK_SECONDS);
    MediaBench.Talk drawn = talk(stages, settings, new Fault(FAULT_MS, 0), SELF_CHECK_SECONDS);
    MediaBench.Talk sent = talk(stages, settings, new Fault(0, FAULT_MS), SELF_CHECK_SECONDS);
    Map<String, Double> found = new LinkedHashMap<>();
    found.put("drawn_late_shown_ms", median(drawn.shownMs()) - median(plain.shownMs()));
    found.put("drawn_late_arrived_ms", median(drawn.arrivedMs()) - median(plain.arrivedMs()));
    found.put("sent_late_arrived_ms", median(sent.arrivedMs()) - median(plain.arrivedMs()));
    found.put("sent_late_delay_ms", median(sent.pictureMs()) - median(plain.pictureMs()));
    boolean passed =
        found.values().stream().allMatch(ms -> Math.abs(ms - FAULT_MS) <= TOLERANCE_MS);
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      found.forEach((name, ms) -> result.put(name, Json.round(ms)));
      result.put("pass", passed);
      Json.print(result);
    } else {
      found.forEach((name, ms) -> System.out.printf(Locale.ROOT, "%-22s %.1f%n", name, ms));
      System.out.printf(
          Locale.ROOT,
          "a delay of %d ms shows as such (± %.0f): %s%n",
          FAULT_MS,
          TOLERANCE_MS,
          passed ? "pass" : "FAIL");
    }
    return passed ? 0 : 1;
  }

  private static MediaBench.Talk talk(
      Stages stages, ReplySettings settings, Fault fault, int seconds) throws InterruptedException {
    try (MediaBench media = new MediaBench(stages, settings, fault)) {
      return media.talk(seconds, done -> {});
    }
  }

  private static double median(List<Double> ms) {
    if (ms.isEmpty()) {
      throw UserFacingException.failed("nothing was heard or seen: nothing was measured");
    }
    return Percentiles.of(ms).p50();
  }
}
