package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.media.Cancellation;
import dev.damso.media.MediaTime;
import dev.damso.turn.SilenceTurnDetector;
import dev.damso.turn.TurnEvent;
import dev.damso.vad.SileroModel;
import dev.damso.vad.VoiceActivityDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A minute of each noise, through voice activity detection as the product runs it. */
final class NoTextInNoiseTest {
  private static final int RATE = SpeechToText.SAMPLE_RATE;

  @ParameterizedTest
  @ValueSource(strings = {"silence", "digital silence", "breath", "keyboard", "music", "tv", "hum"})
  void noTranscript(String kind) {
    float[] noise = Noises.of(kind, 60, 11);
    List<String> heard = new ArrayList<>();
    int turns = 0;
    try (SileroModel silero = new SileroModel(TestFiles.model("silero-vad/silero_vad.onnx"));
        SpeechToText stt = new WhisperSpeechToText(TestFiles.whisper(), 2)) {
      VoiceActivityDetector vad = silero.newDetector();
      SilenceTurnDetector detector =
          new SilenceTurnDetector(SilenceTurnDetector.Settings.silence(300));
      for (int end = 512; end <= noise.length; end += 512) {
        float probability = vad.probability(Arrays.copyOfRange(noise, end - 512, end));
        for (TurnEvent event : detector.onWindow(probability, MediaTime.ofSamples(end, RATE))) {
          if (event instanceof TurnEvent.TurnEnded turn) {
            turns++;
            int from = Math.max(0, (int) turn.speechStart().rebase(RATE).ticks() - RATE * 3 / 10);
            float[] said = Arrays.copyOfRange(noise, from, end);
            heard.add(stt.transcribe(said, "ko", Cancellation.none()).text());
          }
        }
      }
    }
    System.out.println(kind + ": " + turns + " turns " + heard);
    assertThat(heard).allMatch(String::isEmpty);
  }

  /** And where it gets past voice activity detection. */
  @ParameterizedTest
  @ValueSource(strings = {"silence", "digital silence", "breath", "keyboard", "music", "tv", "hum"})
  void littleTextWithoutVoiceActivityDetection(String kind) {
    float[] noise = Noises.of(kind, 60, 12);
    int invented = 0;
    try (SpeechToText stt = new WhisperSpeechToText(TestFiles.whisper(), 2)) {
      for (int from = 0; from < noise.length; from += 6 * RATE) {
        float[] piece = Arrays.copyOfRange(noise, from, from + 6 * RATE);
        String text = stt.transcribe(piece, "ko", Cancellation.none()).text();
        if (!text.isEmpty()) {
          invented++;
          System.out.println(kind + " invents: " + text);
        }
      }
    }
    assertThat(invented).isLessThanOrEqualTo(2);
  }
}
