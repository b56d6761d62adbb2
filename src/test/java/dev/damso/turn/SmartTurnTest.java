package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.TestFiles;
import org.junit.jupiter.api.Test;

/**
 * Numbers made once, for the same sound, by smart-turn's own feature code (pipecat, which took it
 * from transformers' WhisperFeatureExtractor) and ONNX Runtime for Python.
 */
final class SmartTurnTest {
  private static final int RATE = CompletenessModel.SAMPLE_RATE;

  /** Band, frame, value. */
  private static final double[][] FEATURES = {
    {0, 0, -0.11891},
    {0, 499, 0.67578},
    {5, 500, 1.56881},
    {10, 600, 0.81724},
    {12, 700, 1.58223},
    {30, 650, -0.11891},
    {55, 720, -0.11891},
    {79, 799, -0.11891},
    {40, 799, 0.20445},
    {3, 501, 1.58548}
  };

  private static final double PROBABILITY = 0.97499;

  private static float[] sound() {
    float[] sound = new float[3 * RATE];
    for (int i = 0; i < sound.length; i++) {
      double t = i / (double) RATE;
      sound[i] =
          (float)
              (0.3
                      * Math.sin(2 * Math.PI * (200 + 60 * t) * t)
                      * (0.5 + 0.5 * Math.sin(2 * Math.PI * 3 * t))
                  + 0.02 * Math.sin(2 * Math.PI * 2500 * t));
    }
    return sound;
  }

  @Test
  void featuresAndProbabilityAreThoseOfTheOriginal() {
    try (SmartTurn model = new SmartTurn(TestFiles.model("smart-turn/smart-turn-v3.2-cpu.onnx"))) {
      float[] turn = SmartTurn.lastSeconds(sound());
      float[] features = model.features(turn);
      for (double[] expected : FEATURES) {
        int at = (int) (expected[0] * 800 + expected[1]);
        assertThat((double) features[at]).isCloseTo(expected[2], within(2e-3));
      }
      assertThat(model.complete(turn)).isCloseTo(PROBABILITY, within(5e-3));
    }
  }

  @Test
  void ofALongTurnTheLastEightSecondsCount() {
    float[] turn = new float[10 * RATE];
    turn[2 * RATE] = 0.5f;
    turn[2 * RATE - 1] = 0.9f;
    float[] last = SmartTurn.lastSeconds(turn);
    assertThat(last).hasSize(CompletenessModel.WINDOW);
    assertThat(last[0]).isEqualTo(0.5f);
  }
}
