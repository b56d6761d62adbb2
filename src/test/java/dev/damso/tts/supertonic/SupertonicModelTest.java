package dev.damso.tts.supertonic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four graphs and what goes from one to the next, by graphs of the published shapes. */
final class SupertonicModelTest {
  private static final long[] TEXT = {100, 200, 300, 400};
  private static final int STEPS = 5;

  @TempDir private Path folder;
  private Path onnx = Path.of("");
  private Path voice = Path.of("");

  @BeforeEach
  void write() throws IOException {
    onnx = GeneratedSupertonic.write(folder).resolve("onnx");
    voice = folder.resolve("voice_styles/F1.json");
  }

  private SupertonicModel model() {
    return new SupertonicModel(onnx, SupertonicStyle.read(voice), 1);
  }

  private static float[] samples(SupertonicModel model, double speed) {
    return model.samples(TEXT, speed, STEPS, Cancellation.none()).orElseThrow();
  }

  /** What the generated graphs make: the mean of each column, step by step. */
  private static float[] expected(double seconds) {
    int length = (int) (seconds * GeneratedSupertonic.SAMPLE_RATE);
    int frames = (length + GeneratedSupertonic.FRAME - 1) / GeneratedSupertonic.FRAME;
    double[] mean = new double[frames];
    SplittableRandom random = new SplittableRandom(1);
    for (int c = 0; c < GeneratedSupertonic.CHANNELS; c++) {
      for (int t = 0; t < frames; t++) {
        mean[t] += random.nextGaussian() / GeneratedSupertonic.CHANNELS;
      }
    }
    double text = 0.25 + 0.25; // the mean of TEXT over 1000, and F1's sound
    float[] hum = GeneratedSupertonic.hum();
    float[] wave = new float[length];
    for (int i = 0; i < length; i++) {
      double loudness = mean[i / GeneratedSupertonic.FRAME];
      for (int step = 0; step < STEPS; step++) {
        loudness = loudness / 2 + text + (double) step / STEPS;
      }
      wave[i] = (float) (loudness * hum[i % GeneratedSupertonic.FRAME]);
    }
    return wave;
  }

  @Test
  void noiseBecomesSoundInFiveSteps() {
    try (SupertonicModel model = model()) {
      float[] wave = samples(model, 1);
      float[] expected = expected(4 * 0.0625 + 0.5);
      assertThat(wave).hasSize(expected.length).hasSize(33_075);
      for (int i = 0; i < wave.length; i++) {
        assertThat(wave[i]).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  @Test
  void speedDividesTheDuration() {
    try (SupertonicModel model = model()) {
      assertThat(samples(model, 2)).hasSize(33_075 / 2);
    }
  }

  @Test
  void theSameTextSoundsTheSame() {
    try (SupertonicModel model = model()) {
      assertThat(samples(model, 1)).isEqualTo(samples(model, 1));
    }
  }

  @Test
  void anotherVoiceSpeaksAtItsOwnPace() {
    voice = folder.resolve("voice_styles/M1.json");
    try (SupertonicModel model = model()) {
      assertThat(samples(model, 1)).hasSize((int) (1.75 * 44_100));
    }
  }

  @Test
  void graphsThatDoNotFitAreNamed() throws IOException {
    GeneratedSupertonic.write(folder, 96);
    assertThatThrownBy(this::model)
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("vector_estimator.onnx")
        .hasMessageContaining("noisy_latent is [-1, 96, -1], not [1, 144, -1]");
    GeneratedSupertonic.write(folder);
    Files.copy(
        onnx.resolve("vocoder.onnx"),
        onnx.resolve("text_encoder.onnx"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(this::model)
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("text_encoder.onnx is not Supertonic's: the model has no input");
    Files.writeString(onnx.resolve("text_encoder.onnx"), "no graph");
    assertThatThrownBy(this::model)
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("text_encoder.onnx cannot be loaded");
    Files.delete(onnx.resolve("text_encoder.onnx"));
    assertThatThrownBy(this::model)
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("no model at")
        .hasMessageContaining("text_encoder.onnx");
  }

  @Test
  void aDurationThatCannotBeIsNoSpeech() throws IOException {
    Files.writeString(voice, GeneratedSupertonic.style(0, -100));
    try (SupertonicModel model = model()) {
      assertThatThrownBy(() -> samples(model, 1))
          .isInstanceOf(UserFacingException.class)
          .hasMessageContaining("duration_predictor.onnx says that a clause lasts [-99.75] s");
    }
  }

  @Test
  void settingsAreChecked() throws IOException {
    Files.writeString(onnx.resolve("tts.json"), "{\"ae\": {\"sample_rate\": 44100}}");
    assertThatThrownBy(this::model)
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("tts.json is not Supertonic's: ttl.chunk_compress_factor is missing");
    Files.writeString(onnx.resolve("tts.json"), "{\"ae\": ");
    assertThatThrownBy(this::model)
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("cannot read")
        .hasMessageContaining("tts.json");
  }

  @Test
  void stylesAreChecked() throws IOException {
    for (String style :
        new String[] {
          "{}",
          "[1, 2]",
          "{\"style_ttl\": {\"dims\": [1, 2, 2], \"data\": [[[1, 2], [3]]]}}",
          "{\"style_ttl\": {\"dims\": [1, 2, 2], \"data\": [[[1, 2], [3, 4, 5]]]}}",
          "{\"style_ttl\": {\"dims\": [1, 2, 2], \"data\": [[[1, 2], [3, \"x\"]]]}}",
          "{\"style_ttl\": {\"dims\": [1, 100000, 100000], \"data\": []}}",
          "{\"style_ttl\": {\"dims\": [2, 2], \"data\": [1, 2, 3, 4]}}",
        }) {
      Files.writeString(voice, style);
      assertThatThrownBy(this::model)
          .as(style)
          .isInstanceOf(UserFacingException.class)
          .hasMessageContaining("F1.json is not Supertonic's: style_ttl");
    }
    Files.writeString(voice, GeneratedSupertonic.style(1, 1).replace("[1, 8, 16]", "[1, 16, 8]"));
    assertThatThrownBy(this::model)
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("style_dp is [-1, 8, 16], not [1, 16, 8]");
  }
}
