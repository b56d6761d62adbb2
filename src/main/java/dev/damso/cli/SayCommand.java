package dev.damso.cli;

import dev.damso.audio.Wav;
import dev.damso.conversation.ReplyPipeline;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.tts.Pauses;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.text.EmotionTags;
import dev.damso.tts.text.Languages;
import dev.damso.tts.text.SpeechFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code say}: text to speech alone. */
@Command(name = "say", description = "Speaks a text into a WAV file.")
final class SayCommand extends BaseCommand {
  private static final int LONGEST_TEXT = 20_000;

  @Parameters(paramLabel = "TEXT", description = "what to say")
  private String text = "";

  @Option(
      names = "-o",
      required = true,
      paramLabel = "OUT.wav",
      description = "the sound to write, 48 kHz mono")
  private Path out = Path.of("");

  @Option(names = "--language", description = "ko or en; default: by the text's script")
  private String language = "";

  @Option(
      names = "--voice",
      paramLabel = "NAME",
      description = "one of ./damso voices; default: by language, as configured")
  private String only = "";

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      description = "0.5 to 2; default: as configured")
  private double speed;

  @Override
  public Integer call() {
    String speakable = SpeechFilter.apply(EmotionTags.strip(text));
    if (speakable.isBlank()) {
      throw UserFacingException.badInput("there is nothing to say in that text");
    }
    if (text.length() > LONGEST_TEXT) {
      throw UserFacingException.badInput(
          "the text has %d characters; at most %d are spoken at once"
              .formatted(text.length(), LONGEST_TEXT));
    }
    double pace = speed == 0 ? config().tts().speed() : speed;
    if (!(pace >= 0.5 && pace <= 2)) {
      throw UserFacingException.badInput("--speed is between 0.5 and 2");
    }
    Outputs.requireWritable(out);
    List<SpeechChunk> chunks = new ArrayList<>();
    long[] firstAudio = {0};
    long started;
    try (TextToSpeech voice = assembly().voices().textToSpeech(only)) {
      String fallback = language.isEmpty() ? Languages.of(speakable, "en") : language;
      started = System.nanoTime();
      Pauses pauses = new Pauses();
      for (String clause : ReplyPipeline.clauses(speakable)) {
        pauses.begin(clause, false);
        String spoken = language.isEmpty() ? Languages.of(clause, fallback) : language;
        voice.speak(
            new Utterance(new ReplyId(1), clause, spoken, pace),
            chunk -> {
              if (chunks.isEmpty()) {
                firstAudio[0] = System.nanoTime();
              }
              chunks.add(pauses.place(chunk));
            },
            Cancellation.none());
      }
    }
    if (chunks.isEmpty()) {
      throw UserFacingException.badInput("there is nothing to say in that text");
    }
    double firstAudioMs = Json.round((firstAudio[0] - started) / 1e6);
    Wav.write(out, SpeechChunk.join(chunks), SpeechChunk.SAMPLE_RATE);
    double audioMs = Json.round(SpeechChunk.join(chunks).length * 1000.0 / SpeechChunk.SAMPLE_RATE);
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("first_audio_ms", firstAudioMs);
      result.put("audio_ms", audioMs);
      result.put("phonemes", phonemes(chunks));
      Json.print(result);
    } else {
      say("%s: %.2f s, first audio after %.0f ms", out, audioMs / 1000, firstAudioMs);
    }
    return 0;
  }

  /** When each phone sounds, from the start of the first chunk. */
  static List<Map<String, Object>> phonemes(List<SpeechChunk> chunks) {
    List<Map<String, Object>> all = new ArrayList<>();
    double offset = 0;
    for (SpeechChunk chunk : chunks) {
      offset += chunk.pause() * 1000.0 / SpeechChunk.SAMPLE_RATE;
      for (Phoneme phoneme : chunk.phonemes()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("symbol", phoneme.symbol());
        entry.put("start_ms", Json.round(offset + phoneme.startMs()));
        entry.put("end_ms", Json.round(offset + phoneme.endMs()));
        all.add(entry);
      }
      offset += chunk.durationMs();
    }
    return all;
  }
}
