package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.vad.VoiceActivityDetector;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LullDetectorTest {
  private final LullDetector detector = new LullDetector();

  private static float[] window(double begin, double end) {
    float[] window = new float[VoiceActivityDetector.WINDOW];
    Arrays.fill(window, 0, window.length / 2, (float) begin);
    Arrays.fill(window, window.length / 2, window.length, (float) end);
    return window;
  }

  @BeforeEach
  void speak() {
    for (int i = 0; i < 30; i++) {
      assertThat(detector.isLull(0.99f, window(0.3, 0.3))).isFalse();
    }
  }

  @Test
  void silenceIsALull() {
    assertThat(detector.isLull(0.1f, window(0.3, 0.3))).isTrue();
    assertThat(detector.isLull(Float.NaN, window(0.3, 0.3))).isTrue();
  }

  @Test
  void aVoiceThatDiesAwayIsALullBeforeItIsSilence() {
    assertThat(detector.isLull(0.9f, window(0.3, 0.02))).isTrue();
  }

  @Test
  void aSoftSoundInsideAWordIsNone() {
    assertThat(detector.isLull(0.99f, window(0.02, 0.02))).isFalse();
  }

  @Test
  void almostNothingIsOneWhateverTheModelSays() {
    assertThat(detector.isLull(0.99f, window(0.005, 0.005))).isTrue();
  }

  @Test
  void aVoiceLittleSofterIsNone() {
    assertThat(detector.isLull(0.9f, window(0.3, 0.05))).isFalse();
  }

  @Test
  void whoGrowsSoftIsMeasuredByThatAfterAWhile() {
    for (int i = 0; i < 400; i++) { // 13 s: 24 dB are forgotten
      detector.isLull(0.99f, window(0.02, 0.02));
    }
    assertThat(detector.isLull(0.9f, window(0.02, 0.02))).isFalse();
  }
}
