package dev.damso.cli;

import dev.damso.audio.Pcm;
import dev.damso.audio.Resampler;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.vad.SileroModel;
import dev.damso.vad.VoiceActivityDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Answers of one to five syllables, said by a voice in a quiet room: no turn should wait long. */
final class ShortAnswers {
  private static final List<String> ANSWERS =
      List.of("네", "응", "아니요", "네, 맞아요", "좋아요", "괜찮아요", "세 명이요", "내일이요");
  private static final double[] SPEEDS = {0.9, 1, 1.1};
  private static final int RATE = VoiceActivityDetector.SAMPLE_RATE;
  private static final double HISS = 0.0005;

  private ShortAnswers() {}

  static List<TurnCase> by(TextToSpeech voice, SileroModel vad) {
    Random hiss = new Random(4);
    List<TurnCase> cases = new ArrayList<>();
    for (String answer : ANSWERS) {
      for (double speed : SPEEDS) {
        float[] said = between(say(voice, answer, speed), hiss);
        String name = "%s ×%.1f".formatted(answer, speed);
        cases.add(TurnCase.Recording.of(name, said, vad.newDetector(), List.of()).complete());
      }
    }
    return cases;
  }

  private static float[] say(TextToSpeech voice, String text, double speed) {
    List<float[]> said = new ArrayList<>();
    voice.speak(
        new Utterance(new ReplyId(1), text, "ko", speed),
        chunk -> said.add(heard(chunk)),
        Cancellation.none());
    return TurnCase.join(said);
  }

  private static float[] heard(SpeechChunk chunk) {
    return Resampler.resample(Pcm.floats(chunk.pcm()), SpeechChunk.SAMPLE_RATE, RATE);
  }

  /** A second of the room before and after. */
  private static float[] between(float[] said, Random hiss) {
    float[] all = new float[said.length + 2 * RATE];
    System.arraycopy(said, 0, all, RATE, said.length);
    for (int i = 0; i < all.length; i++) {
      all[i] += (float) (HISS * hiss.nextGaussian());
    }
    return all;
  }
}
