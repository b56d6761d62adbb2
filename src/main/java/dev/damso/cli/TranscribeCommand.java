package dev.damso.cli;

import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
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
  @Parameters(paramLabel = "IN.wav", arity = "1..*")
  private List<Path> files = List.of();

  @Option(names = "--language", description = "ko, en, …; default: as configured (auto)")
  private String language = "";

  @Override
  public Integer call() {
    String chosen = language.isEmpty() ? config().stt().language() : language;
    // Bad files are refused before a model is loaded.
    List<Wav> sounds = files.stream().map(Wav::read).toList();
    try (SpeechToText stt = assembly().speechToText()) {
      stt.transcribe(new float[SpeechToText.SAMPLE_RATE], "en", Cancellation.none());
      for (int i = 0; i < files.size(); i++) {
        transcribe(stt, files.get(i), sounds.get(i), chosen);
      }
    } catch (IllegalArgumentException e) {
      throw UserFacingException.badInput(String.valueOf(e.getMessage()));
    }
    return 0;
  }

  private void transcribe(SpeechToText stt, Path file, Wav sound, String chosen) {
    float[] samples =
        Resampler.resample(sound.samples(), sound.sampleRate(), SpeechToText.SAMPLE_RATE);
    long started = System.nanoTime();
    Transcript transcript = stt.transcribe(samples, chosen, Cancellation.none());
    double decodeMs = Json.round((System.nanoTime() - started) / 1e6);
    if (!json) {
      System.out.println(files.size() == 1 ? transcript.text() : file + "\t" + transcript.text());
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", file.toString());
    line.put("text", transcript.text());
    line.put("language", transcript.language());
    line.put("audio_ms", Json.round(samples.length * 1000.0 / SpeechToText.SAMPLE_RATE));
    line.put("decode_ms", decodeMs);
    // The whole file is there before decoding begins: the final text comes decode_ms after it.
    line.put("final_ms", decodeMs);
    line.put("model", stt.name());
    Json.print(line);
  }
}
