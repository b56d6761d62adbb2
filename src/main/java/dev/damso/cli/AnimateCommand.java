package dev.damso.cli;

import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.config.Config;
import dev.damso.face.FaceAnimator.State;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoCodec;
import dev.damso.playout.Playout;
import dev.damso.telemetry.Percentiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code animate}: lip sync and encoding alone. */
@Command(name = "animate", description = "Films the avatar speaking a WAV file.")
final class AnimateCommand extends BaseCommand {
  @Parameters(paramLabel = "IN.wav", description = "speech to move the lips to")
  private Path in = Path.of("");

  @Option(names = "-o", required = true, paramLabel = "OUT.mp4", description = "the film to write")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    Outputs.requireWritable(out);
    Wav sound = Wav.read(in);
    short[] pcm =
        toPcm(Resampler.resample(sound.samples(), sound.sampleRate(), SpeechChunk.SAMPLE_RATE));
    Config config = config();
    Assembly assembly = assembly();
    Playout playout = new Playout();
    ReplyId reply = ReplyId.NONE.next();
    playout.begin(reply);
    try (AnswerFilm film =
        new AnswerFilm(
            out,
            config.face().width(),
            config.face().height(),
            assembly.face().get(),
            assembly.encoder().apply(VideoCodec.H264),
            playout)) {
      film.face().state(State.SPEAKING, playout.now());
      film.speech(new SpeechChunk(reply, pcm, "", "", List.of()));
      film.rollToEnd();
      film.roll(0.4);
      film.finish();
      report(film);
    }
    return 0;
  }

  private void report(AnswerFilm film) {
    Percentiles drawing = Percentiles.of(film.frameMs());
    Percentiles encoding = Percentiles.of(film.encodingMs());
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("frames", film.frameMs().size());
      result.put("frame_ms", drawing.toMap());
      result.put("encoding_ms", encoding.toMap());
      Json.print(result);
    } else {
      say(
          "%s: %d frames, drawing p50 %.1f ms, encoding p50 %.1f ms",
          out, film.frameMs().size(), drawing.p50(), encoding.p50());
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
