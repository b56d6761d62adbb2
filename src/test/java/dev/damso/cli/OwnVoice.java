package dev.damso.cli;

import dev.damso.audio.Pcm;
import dev.damso.audio.Resampler;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.stt.SpeechToText;
import dev.damso.tts.RealVoices;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.turn.EchoGate;
import java.util.Arrays;
import java.util.Random;

/** What the avatar says, as it is played, and as it comes back. 16 kHz. */
final class OwnVoice {
  private static final int RATE = SpeechToText.SAMPLE_RATE;
  private static final int WINDOW = 512;
  private static final int LENGTH = 60 * RATE;

  /** One reflection in so many samples: velvet noise. */
  private static final int SPARSE = 40;

  private final float[] played;

  private OwnVoice(float[] played) {
    this.played = played;
  }

  static OwnVoice korean() {
    try (TextToSpeech voice = RealVoices.korean()) {
      return saying(
          voice,
          "ko",
          "안녕하세요, 무엇을 도와드릴까요? 오늘은 하늘이 맑고 바람이 조금 붑니다. "
              + "네, 알겠습니다. 회의는 오후 세 시에 시작하고 한 시간쯤 걸릴 것 같아요. 더 궁금한 것이 있으면 말씀해 주세요.");
    }
  }

  static OwnVoice english() {
    try (TextToSpeech voice = RealVoices.english()) {
      return saying(
          voice,
          "en",
          "Hello, how can I help you today? The weather is fine, with a light breeze from the west. "
              + "Yes, of course. Your meeting starts at three and will take about an hour. Anything else?");
    }
  }

  /** A minute of it, again and again. */
  private static OwnVoice saying(TextToSpeech voice, String language, String text) {
    float[][] said = {new float[0]};
    voice.speak(
        new Utterance(new ReplyId(1), text, language, 1),
        chunk -> said[0] = join(said[0], chunk),
        Cancellation.none());
    float[] played = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      played[i] = said[0][i % said[0].length];
    }
    return new OwnVoice(played);
  }

  private static float[] join(float[] before, SpeechChunk chunk) {
    float[] more = Resampler.resample(Pcm.floats(chunk.pcm()), SpeechChunk.SAMPLE_RATE, RATE);
    float[] all = Arrays.copyOf(before, before.length + more.length);
    System.arraycopy(more, 0, all, before.length, more.length);
    return all;
  }

  double endMs() {
    return played.length * 1000.0 / RATE;
  }

  /** Level of what was played in the window that ends at {@code ms}, dB of full scale. */
  double levelAt(double ms) {
    int to = (int) Math.min(played.length, Math.round(ms * RATE / 1000));
    int from = Math.min(to, (int) Math.round(ms * RATE / 1000) - WINDOW);
    return from == to
        ? Double.NEGATIVE_INFINITY
        : EchoGate.decibels(Arrays.copyOfRange(played, from, to));
  }

  /**
   * What the microphone hears of it: later, softer, with the room's sound, and some hiss.
   *
   * @param gainDb of the echo with its reverberation, relative to what was played
   * @param reverberationMs until the room's sound has fallen by 60 dB; 0: none
   */
  float[] inRoom(double gainDb, int delayMs, int reverberationMs) {
    Random random = new Random(7);
    int tail = reverberationMs * RATE / 1000;
    int[] at = new int[1 + tail / SPARSE];
    float[] response = new float[at.length];
    response[0] = 1;
    for (int i = 1; i < at.length; i++) {
      at[i] = (i - 1) * SPARSE + 1 + random.nextInt(SPARSE);
      response[i] =
          (float) ((random.nextBoolean() ? 0.3 : -0.3) * Math.pow(10, -3.0 * at[i] / tail));
    }
    float[] heard = new float[played.length + RATE];
    int delay = delayMs * RATE / 1000;
    for (int j = 0; j < at.length; j++) {
      for (int i = 0; i < played.length; i++) {
        heard[i + delay + at[j]] += played[i] * response[j];
      }
    }
    double gain =
        Math.pow(10, (gainDb + EchoGate.decibels(played) - EchoGate.decibels(heard)) / 20);
    for (int i = 0; i < heard.length; i++) {
      heard[i] = (float) (heard[i] * gain + 0.0005 * random.nextGaussian());
    }
    return heard;
  }
}
