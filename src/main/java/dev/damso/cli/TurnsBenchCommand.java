package dev.damso.cli;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.telemetry.Percentiles;
import dev.damso.tts.TextToSpeech;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnEvent;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.SileroModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code bench turns}: when turns end, and how many are cut. Two sets are made of the recordings:
 * utterances as they are, and with pauses of 200 to 700 ms between words; both as they were spoken
 * and a little slower and faster, with other pauses. A third is answers of a word, by a voice.
 * Recordings are numbered in the order of their names; settings are chosen on the even ones and
 * reported on the odd ones.
 */
@Command(
    name = "turns",
    description = "When turns end and how many are cut, by silence and by the smart detector.")
final class TurnsBenchCommand implements Callable<Integer> {
  /** How loud the avatar speaks, dB of full scale. */
  private static final double SPEECH_DB = -20;

  /** How long it has been speaking when the person begins. */
  private static final int SPEAKING_MS = 2_000;

  private static final int SEED = 4;
  private static final int SHORTEST_PAUSE_MS = 200;
  private static final int LONGEST_PAUSE_MS = 700;

  /** Of the variants, again and again. */
  private static final double[] SPEEDS = {1, 0.93, 1.08};

  private static final int STREAM_SECONDS = 30;

  @ParentCommand private @Nullable BenchCommand bench;

  @Parameters(paramLabel = "FOLDER", description = "WAV files of one utterance each")
  private Path folder = Path.of("");

  @Option(
      names = "--gaps",
      paramLabel = "FILE",
      description = "where words meet (bench/turns/word-gaps.tsv)")
  private Path gapFile = Path.of("bench/turns/word-gaps.tsv");

  @Option(names = "--half", description = "odd (reported), even (for tuning)")
  private String half = "odd";

  @Option(
      names = "--variants",
      paramLabel = "N",
      description = "how often each recording is used, with other pauses and speeds (6)")
  private int variants = 6;

  @Option(names = "--streams", description = "conversations side by side; 0: none (10)")
  private int streams = 10;

  @Option(names = "--json", description = "print JSON on standard output")
  private boolean json;

  @Option(names = "--cases", description = "say what became of each case")
  private boolean cases;

  /** What a detector hears with. */
  private record Models(SileroModel vad, SpeechToText recognizer, CompletenessModel completeness) {
    TurnReplay replay(TurnSettings settings) {
      return new TurnReplay(
          vad.newDetector(), new TurnTaking(settings), recognizer, completeness, "ko");
    }
  }

  /** The complete utterances, and those with pauses. */
  private record Sets(List<TurnCase> complete, List<TurnCase> paused) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Path> files = wavs();
    List<TurnCase.Gap> gaps = TurnCase.gaps(Files.readAllLines(gapFile));
    BenchCommand parent = Objects.requireNonNull(bench);
    Assembly assembly = parent.assembly();
    int limit = parent.config().turn().limitMs();
    TurnSettings smart = TurnSettings.smart(limit);
    Map<String, Object> report = new LinkedHashMap<>();
    try (SileroModel vad = assembly.voiceActivity();
        SpeechToText recognizer = assembly.speechToText();
        CompletenessModel completeness = assembly.smartTurn()) {
      recognizer.transcribe(new float[SpeechToText.SAMPLE_RATE], "ko", Cancellation.none());
      Models deaf = new Models(vad, new DeafSpeechToText(), CompletenessModel.none());
      Models all = new Models(vad, recognizer, completeness);
      Sets sets = sets(files, gaps, vad);
      report.put("half", half);
      report.put("complete", sets.complete().size());
      report.put("with_pauses", sets.paused().size());
      report.put("silence-300", policy("silence-300", TurnSettings.silence(300), deaf, sets));
      report.put("silence-800", policy("silence-800", TurnSettings.silence(800), deaf, sets));
      report.put("smart", policy("smart", smart, all, sets));
      report.put("short_answers", shortAnswers(smart, all, assembly));
      report.put("barge_in", bargeIn(smart, all, sets.complete()));
      if (streams > 0) {
        TurnStreams hearing = new TurnStreams(vad, recognizer, completeness, smart);
        float[] sound = TurnCase.join(sets.complete().stream().map(TurnCase::samples).toList());
        report.put("one_stream", hearing.run(1, sound, STREAM_SECONDS));
        report.put("streams", hearing.run(streams, sound, STREAM_SECONDS));
      }
    }
    if (json) {
      Json.print(report);
    } else {
      report.forEach((name, value) -> System.out.println(name + "  " + value));
    }
    return 0;
  }

  private List<Path> wavs() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> wavs = entries.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
      if (wavs.isEmpty()) {
        throw UserFacingException.badInput("no .wav in " + folder);
      }
      return wavs;
    } catch (java.nio.file.NoSuchFileException | java.nio.file.NotDirectoryException e) {
      throw UserFacingException.badInput("no folder " + folder);
    }
  }

  private Sets sets(List<Path> files, List<TurnCase.Gap> gaps, SileroModel vad) {
    Sets sets = new Sets(new ArrayList<>(), new ArrayList<>());
    Random random = new Random(SEED);
    for (int i = half.equals("odd") ? 1 : 0; i < files.size(); i += 2) {
      TurnCase.Recording spoken = TurnCase.Recording.read(files.get(i), vad.newDetector(), gaps);
      for (int variant = 0; variant < variants; variant++) {
        double speed = SPEEDS[variant % SPEEDS.length];
        TurnCase.Recording recording = speed == 1 ? spoken : spoken.atSpeed(speed);
        if (variant < SPEEDS.length) {
          sets.complete().add(recording.complete());
        }
        for (TurnCase.Gap gap : gaps) {
          if (gap.file().equals(recording.name()) && !gap.endsUtterance()) {
            int pause = random.nextInt(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS + 1);
            sets.paused().add(recording.paused(gap, pause));
          }
        }
      }
    }
    return sets;
  }

  private Map<String, Object> policy(String name, TurnSettings settings, Models models, Sets sets) {
    List<Double> delays = new ArrayList<>();
    int cut = 0;
    for (TurnCase each : sets.complete()) {
      double delay = delay(name, each, settings, models);
      if (delay < 0) {
        cut++;
      } else {
        delays.add(delay);
      }
    }
    int cutComplete = cut;
    int atSentence = 0;
    for (TurnCase each : sets.paused()) {
      boolean isCut = delay(name, each, settings, models) < 0;
      cut += isCut ? 1 : 0;
      atSentence += isCut && each.sentencePause() ? 1 : 0;
    }
    int turns = sets.complete().size() + sets.paused().size();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("turn_end_ms", Percentiles.of(delays).toMap());
    row.put("cut_complete", cutComplete);
    row.put("cut_with_pauses", cut - cutComplete);
    row.put("cut_between_sentences", atSentence);
    row.put("cut_percent", Json.round(100.0 * cut / turns));
    return row;
  }

  private Map<String, Object> shortAnswers(
      TurnSettings settings, Models models, Assembly assembly) {
    try (TextToSpeech voice = assembly.textToSpeech()) {
      List<Double> delays = new ArrayList<>();
      for (TurnCase each : ShortAnswers.by(voice, models.vad())) {
        delays.add(delay("short", each, settings, models));
      }
      return Map.of("turn_end_ms", Percentiles.of(delays).toMap());
    }
  }

  /** From the true end of speech to the first turn's end; negative where that came before it. */
  private double delay(String name, TurnCase each, TurnSettings settings, Models models) {
    try (TurnReplay replay = models.replay(settings)) {
      replay.hear(each.samples(), 0, now -> {});
      List<TurnReplay.Timed> ends = replay.events(TurnEvent.TurnEnded.class);
      double delay = ends.isEmpty() ? 1_500 : ends.getFirst().ms() - each.endMs();
      if (cases) {
        BaseCommand.say(
            "%-12s %-40s end %.0f, decided %+.0f: %s",
            name, each.name(), each.endMs(), delay, answers(replay));
      }
      return delay;
    }
  }

  private static String answers(TurnReplay replay) {
    return replay.models().answers().stream()
        .map(answer -> {
          String what =
              answer.value() instanceof Transcript words
                  ? words.text()
                  : String.valueOf(answer.value());
          return String.format(Locale.ROOT, "%.0f→%.0f %s", answer.askedMs(), answer.ms(), what);
        })
        .collect(Collectors.joining(", "));
  }

  /**
   * The utterances spoken while the avatar speaks, without echo: from their start to its silence.
   */
  private Map<String, Object> bargeIn(
      TurnSettings settings, Models models, List<TurnCase> utterances) {
    List<Double> silent = new ArrayList<>();
    int interrupted = 0;
    for (TurnCase utterance : utterances) {
      TurnCase each = utterance.later(SPEAKING_MS);
      try (TurnReplay replay = models.replay(settings)) {
        replay.hear(each.samples(), 0, now -> replay.avatar(true, SPEECH_DB));
        List<TurnReplay.Timed> overlaps = replay.events(TurnEvent.Overlap.class);
        if (!overlaps.isEmpty()) {
          silent.add(overlaps.getFirst().ms() - each.startMs());
        }
        if (cases) {
          BaseCommand.say(
              "barge-in     %-40s starts %.0f: %s",
              each.name(), each.startMs(), bargeInEvents(replay));
        }
        interrupted += replay.events(TurnEvent.Interruption.class).isEmpty() ? 0 : 1;
      }
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("silent_ms", Percentiles.of(silent).toMap());
    row.put("over_150_ms", silent.stream().filter(ms -> ms > 150).count());
    row.put("latest_ms", Json.round(silent.stream().max(Double::compare).orElseThrow()));
    row.put("interrupted", interrupted + " of " + utterances.size());
    return row;
  }

  private static String bargeInEvents(TurnReplay replay) {
    return replay.events().stream()
        .map(timed ->
            String.format(
                Locale.ROOT, "%s %.0f", timed.event().getClass().getSimpleName(), timed.ms()))
        .collect(Collectors.joining(", "));
  }
}
