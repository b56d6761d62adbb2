package dev.damso.cli;

import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.config.Config;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.UserFacingException;
import dev.damso.stt.SpeechToText;
import dev.damso.tts.text.Languages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reply}: the whole pipeline on a file. */
@Command(name = "reply", description = "Answers a spoken or typed question with a film.")
final class ReplyCommand extends BaseCommand {
  private static final int LONGEST_TEXT = 10_000;

  @Parameters(paramLabel = "QUESTION.wav", arity = "0..1", description = "a spoken question")
  private @Nullable Path question;

  @Option(
      names = "-o",
      paramLabel = "ANSWER.mp4",
      description = "the film; without it none is kept")
  private @Nullable Path out;

  @Option(names = "--text", description = "a typed question instead of a WAV")
  private @Nullable String text;

  @Mixin private LookOptions look = new LookOptions();

  @Override
  Config config() {
    return look.over(super.config());
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (out != null) {
      Outputs.requireWritable(out);
    }
    float[] samples = samples();
    Assembly assembly = assembly();
    ReplySettings settings = assembly.replySettings();
    if (text != null) {
      settings = settings.withLanguage(Languages.of(text, settings.language()));
    }
    Path film = out != null ? out : Files.createTempFile("damso-reply", ".mp4");
    try (Loaded loaded = new Loaded(assembly.stages())) {
      Warmup.stages(loaded.stages(), settings);
      FileReply.Result result =
          new FileReply(config(), loaded.stages(), settings)
              .answer(samples, text == null ? "" : text, film);
      report(result);
    } finally {
      if (out == null) {
        Files.deleteIfExists(film);
      }
    }
    return 0;
  }

  private float @Nullable [] samples() {
    Path file = question;
    if (file == null) {
      if (text == null || text.isBlank()) {
        throw UserFacingException.badInput("name a WAV file, or ask with --text \"…\"");
      }
      if (text.length() > LONGEST_TEXT) {
        throw UserFacingException.badInput(
            "the question has %d characters; at most %d are read"
                .formatted(text.length(), LONGEST_TEXT));
      }
      return null;
    }
    if (text != null) {
      throw UserFacingException.badInput("ask with a WAV file or with --text, not with both");
    }
    Wav sound = Wav.read(file);
    return Resampler.resample(sound.samples(), sound.sampleRate(), SpeechToText.SAMPLE_RATE);
  }

  private void report(FileReply.Result result) {
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("transcript", result.transcript());
      line.put("reply", result.reply());
      line.put("stages", result.stages());
      line.put("llm", result.usage());
      line.put("audio_ms", result.audioMs());
      line.put("frames", result.frames());
      line.put("providers", result.providers());
      Json.print(line);
      return;
    }
    System.out.println("> " + result.transcript());
    System.out.println(result.reply());
    result.stages().forEach((stage, ms) -> say("%-14s %8.1f ms", stage, ms));
    say("%s: %d frames", out == null ? "not kept" : out, result.frames());
  }

  /** Stages that are closed at the end. */
  record Loaded(Stages stages) implements AutoCloseable {
    @Override
    public void close() {
      stages.speechToText().close();
      stages.languageModel().close();
      stages.textToSpeech().close();
      stages.completeness().close();
    }
  }
}
