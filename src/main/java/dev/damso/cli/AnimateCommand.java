package dev.damso.cli;

import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.config.Config;
import dev.damso.conversation.EmotionTiming;
import dev.damso.conversation.ReplyPipeline;
import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.Backdrop;
import dev.damso.face.rig.ContactSheet;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.playout.Playout;
import dev.damso.telemetry.Percentiles;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.text.EmotionTags;
import dev.damso.tts.text.EmotionTags.Marked;
import dev.damso.tts.text.Languages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code animate}: the face and its encoding alone. */
@Command(
    name = "animate",
    description = "Films the avatar speaking a WAV file or a text, or draws all that it can do.")
final class AnimateCommand extends BaseCommand {
  private static final ReplyId REPLY = ReplyId.NONE.next();

  @Parameters(paramLabel = "IN.wav", arity = "0..1", description = "moves the lips by its sound")
  private @Nullable Path in;

  @Option(names = "--text", description = "spoken instead of a file; moves the lips by its phones")
  private String text = "";

  @Option(names = "-o", paramLabel = "OUT.mp4", description = "the film to write")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of blinks, glances and sway: the same film each time")
  private @Nullable Long seed;

  @Option(
      names = "--sheet",
      paramLabel = "OUT.jpg",
      description = "a picture of its mouths, expressions, states and turns")
  private @Nullable Path sheet;

  @Mixin private LookOptions look = new LookOptions();

  @Override
  Config config() {
    return look.over(super.config());
  }

  @Override
  public Integer call() {
    Path picture = sheet;
    if (picture != null) {
      Outputs.requireWritable(picture);
      drawSheet(picture);
    }
    Path film = out;
    if (film != null) {
      Outputs.requireWritable(film);
      film(film, in == null ? spoken() : sound(in));
    } else if (picture == null) {
      throw UserFacingException.badInput("name what to make: -o OUT.mp4 or --sheet OUT.jpg");
    }
    return 0;
  }

  private void drawSheet(Path picture) {
    BufferedImage image =
        ContactSheet.draw(
            assembly().faces().rig(config().face().avatar()),
            Backdrop.load(config().face().backdrop()));
    String name = picture.toString();
    try {
      if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), picture.toFile())) {
        throw UserFacingException.badInput("--sheet writes .jpg and .png, not " + name);
      }
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write " + name + ": " + e.getMessage(), e);
    }
  }

  private List<SpeechChunk> sound(Path file) {
    Wav sound = Wav.read(file);
    short[] pcm =
        toPcm(Resampler.resample(sound.samples(), sound.sampleRate(), SpeechChunk.SAMPLE_RATE));
    return List.of(new SpeechChunk(REPLY, pcm, "", "", List.of()));
  }

  private List<SpeechChunk> spoken() {
    if (text.isBlank()) {
      throw UserFacingException.badInput("name an IN.wav, or give a --text");
    }
    List<SpeechChunk> chunks = new ArrayList<>();
    try (TextToSpeech voice = assembly().textToSpeech()) {
      String language = Languages.of(text, "en");
      for (String marked : ReplyPipeline.marked(text)) {
        Marked clause = EmotionTags.take(marked);
        EmotionTiming emotions = new EmotionTiming(clause);
        voice.speak(
            new Utterance(REPLY, clause.text(), language, config().tts().speed()),
            chunk -> chunks.add(emotions.place(chunk)),
            Cancellation.none());
      }
    }
    return chunks;
  }

  private void film(Path file, List<SpeechChunk> speech) {
    Config config = config();
    Assembly assembly = assembly();
    Playout playout = new Playout();
    playout.begin(REPLY);
    try (AnswerFilm film =
        new AnswerFilm(
            file,
            config.face().width(),
            config.face().height(),
            assembly.faces().filmed(Objects.requireNonNullElseGet(seed, System::nanoTime)),
            assembly.encoder().apply(VideoCodec.H264),
            playout)) {
      film.face().state(State.SPEAKING, playout.now());
      speech.forEach(film::speech);
      film.rollToEnd();
      film.face().state(State.IDLE, playout.now());
      film.roll(0.8);
      film.finish();
      report(file, film, speech);
    }
  }

  private void report(Path file, AnswerFilm film, List<SpeechChunk> speech) {
    Percentiles drawing = Percentiles.of(film.frameMs());
    Percentiles encoding = Percentiles.of(film.encodingMs());
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("frames", film.frameMs().size());
      result.put("frame_ms", drawing.toMap());
      result.put("encoding_ms", encoding.toMap());
      result.put("phonemes", SayCommand.phonemes(speech));
      Json.print(result);
    } else {
      say(
          "%s: %d frames, drawing p50 %.1f ms, encoding p50 %.1f ms",
          file, film.frameMs().size(), drawing.p50(), encoding.p50());
    }
  }

  private static short[] toPcm(float[] samples) {
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.clamp(Math.round(samples[i] * 32767), -32768, 32767);
    }
    return pcm;
  }
}
