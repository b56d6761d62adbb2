package dev.damso.cli;

import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.media.Cancellation;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.vad.SileroModel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code transcribe}: speech to text alone. */
@Command(name = "transcribe", description = "Writes down what is said in WAV files.")
final class TranscribeCommand extends BaseCommand {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Parameters(
      paramLabel = "IN.wav",
      arity = "1..*",
      description = "files; - reads their names from standard input and answers each at once")
  private List<Path> files = List.of();

  @Option(names = "--language", description = "ko, en, …; default: as configured (auto)")
  private String language = "";

  @Option(
      names = "--stream",
      description = "play the files in real time; print what is understood as it becomes stable")
  private boolean stream;

  @Override
  public Integer call() {
    String chosen = language.isEmpty() ? config().stt().language() : language;
    boolean names = files.equals(List.of(STANDARD_INPUT));
    // Bad files are refused before a model is loaded.
    List<Wav> sounds = names ? List.of() : files.stream().map(Wav::read).toList();
    Assembly assembly = assembly();
    try (SpeechToText stt = assembly.speechToText()) {
      warmUp(stt);
      if (names) {
        namesFromStandardInput()
            .forEach(file -> transcribe(assembly, stt, file, Wav.read(file), chosen));
      }
      for (int i = 0; i < sounds.size(); i++) {
        transcribe(assembly, stt, files.get(i), sounds.get(i), chosen);
      }
    }
    return 0;
  }

  /** The first passes of a process are slow. */
  private static void warmUp(SpeechToText stt) {
    for (int i = 0; i < 3; i++) {
      stt.transcribe(new float[2 * SpeechToText.SAMPLE_RATE], "en", Cancellation.none());
    }
  }

  private static Iterable<Path> namesFromStandardInput() {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return () -> in.lines().filter(line -> !line.isBlank()).map(Path::of).iterator();
  }

  private void transcribe(
      Assembly assembly, SpeechToText stt, Path file, Wav sound, String chosen) {
    float[] samples =
        Resampler.resample(sound.samples(), sound.sampleRate(), SpeechToText.SAMPLE_RATE);
    double audioMs = samples.length * 1000.0 / SpeechToText.SAMPLE_RATE;
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", file.toString());
    double decodeMs;
    if (stream) {
      try (SileroModel vad = assembly.voiceActivity()) {
        PacedTranscription.Result result =
            new PacedTranscription(stt, vad.newDetector(), config().turn().silenceMs(), chosen)
                .run(samples);
        describe(line, result);
        decodeMs = result.decodeMs();
      }
    } else {
      long started = System.nanoTime();
      Transcript transcript = stt.transcribe(samples, chosen, Cancellation.none());
      decodeMs = (System.nanoTime() - started) / 1e6;
      line.put("text", transcript.text());
      line.put("language", transcript.language());
      // The whole file is there before decoding begins: the final text comes decode_ms after it.
      line.put("final_ms", Json.round(decodeMs));
    }
    line.put("audio_ms", Json.round(audioMs));
    line.put("decode_ms", Json.round(decodeMs));
    line.put("rtf", Math.round(decodeMs / audioMs * 1000) / 1000.0);
    line.put("model", stt.name());
    line.put("threads", config().stt().threads());
    if (json) {
      Json.print(line);
    } else {
      System.out.println(files.size() == 1 ? line.get("text") : file + "\t" + line.get("text"));
    }
  }

  private static void describe(Map<String, Object> line, PacedTranscription.Result result) {
    line.put("text", result.text());
    line.put("language", result.language());
    line.put("final_ms", Json.round(result.finalMs()));
    line.put("ready_ms", Json.round(result.readyMs()));
    line.put("turns", result.turns());
    line.put("partials", result.partials());
  }
}
