package dev.damso.vad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.audio.Wav;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SileroVadTest {
  private @Nullable SileroModel model;
  private VoiceActivityDetector vad = new FakeVoiceActivityDetector();

  @BeforeEach
  void load() {
    Path file = TestFiles.model("silero-vad/silero_vad.onnx");
    model = new SileroModel(file);
    vad = model.newDetector();
  }

  @AfterEach
  void unload() {
    if (model != null) {
      model.close();
    }
  }

  private double highest(float[] samples) {
    double highest = 0;
    for (int at = 0;
        at + VoiceActivityDetector.WINDOW <= samples.length;
        at += VoiceActivityDetector.WINDOW) {
      highest =
          Math.max(
              highest,
              vad.probability(Arrays.copyOfRange(samples, at, at + VoiceActivityDetector.WINDOW)));
    }
    return highest;
  }

  @Test
  void hearsSpeech() {
    Path speech = TestFiles.shared("data/korean-speech/wav_008.wav");
    assertThat(highest(Wav.read(speech).samples())).isGreaterThan(0.9);
  }

  @Test
  void doesNotHearSilenceOrNoise() {
    assertThat(highest(new float[32_000])).isLessThan(0.35);
    vad.reset();
    Random random = new Random(1);
    float[] noise = new float[32_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (random.nextGaussian() * 0.05);
    }
    assertThat(highest(noise)).isLessThan(0.35);
  }
}
