package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.media.Cancellation;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A minute of each noise, to the recogniser alone: what voice activity detection lets past. */
final class NoTextInNoiseTest {
  private static final int RATE = SpeechToText.SAMPLE_RATE;

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
