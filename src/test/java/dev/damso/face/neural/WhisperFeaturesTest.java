package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxGraph.ElementType;
import dev.damso.model.graph.RandomWhisper;
import dev.damso.model.graph.WhisperGraphs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WhisperFeaturesTest {
  private static final int TOKEN = WhisperFeatures.LAYERS * WhisperFeatures.WIDTH;

  @TempDir private Path folder = Path.of("");

  /** States that are the loudness of their 20 ms, times the layer. */
  private WhisperEar loudness() throws IOException {
    OnnxGraph g = new OnnxGraph("ear");
    g.input("mel", ElementType.FLOAT, 1, 80, "frames");
    String mean = g.apply("ReduceMean", Map.of(), "mel", g.constant("bands", 1)); // [1, 1, frames]
    Map<String, ?> pairs = Map.of("kernel_shape", new long[] {2}, "strides", new long[] {2});
    String tokens =
        g.apply(
            "Reshape",
            Map.of(),
            g.apply("AveragePool", pairs, mean),
            g.constant("shape", 1, -1, 1, 1));
    float[] layers = new float[TOKEN];
    for (int i = 0; i < TOKEN; i++) {
      layers[i] = Math.floorDiv(i, WhisperFeatures.WIDTH) + 1f;
    }
    String each = g.constant("layers", layers, 1, 1, WhisperFeatures.LAYERS, WhisperFeatures.WIDTH);
    g.node("Mul", Map.of(), List.of(tokens, each), List.of("states"));
    g.output("states", ElementType.FLOAT, 1, "positions", 5, 384);
    Path file = folder.resolve("ear.onnx");
    g.write(file);
    return new WhisperEar(file, "x");
  }

  /** Half a second of silence, then {@code seconds} of a buzz. */
  private static SpeechTrack track(double seconds) {
    short[] pcm = new short[(int) (SpeechChunk.SAMPLE_RATE * (0.5 + seconds))];
    for (int i = SpeechChunk.SAMPLE_RATE / 2; i < pcm.length; i++) {
      pcm[i] = (short) (9_000 * (i % 320 / 160.0 - 1));
    }
    SpeechTrack track = new SpeechTrack(10_000);
    track.add(new SpeechChunk(ReplyId.NONE.next(), pcm, "", "", List.of()), 0);
    return track;
  }

  @Test
  void aPictureHearsFourTokensBeforeItAndSixFromItOn() throws IOException {
    try (WhisperEar ear = loudness()) {
      WhisperFeatures features = new WhisperFeatures(ear, 0);
      assertThat(features.beforeMs()).isEqualTo(80);
      assertThat(features.afterMs()).isEqualTo(120);
      float[] heard = features.at(track(1), 480); // tokens from 400 to 600 ms
      assertThat(heard).hasSize(50 * 384);
      for (int token = 0; token < 10; token++) {
        float first = heard[token * TOKEN];
        if (token < 4) {
          assertThat(first).as("silence, token %d", token).isLessThan(heard[9 * TOKEN] - 0.3f);
        } else if (token > 5) {
          assertThat(first).as("sound, token %d", token).isCloseTo(heard[9 * TOKEN], within(0.3f));
        }
        for (int layer = 1; layer < 5; layer++) {
          assertThat(heard[token * TOKEN + layer * 384 + 7])
              .isCloseTo(first * (layer + 1), within(1e-4f));
        }
      }
    }
  }

  @Test
  void tokensOfTheSamePlaceAreTheSameForTheNextPictures() throws IOException {
    try (WhisperEar ear = loudness()) {
      WhisperFeatures features = new WhisperFeatures(ear, 0);
      SpeechTrack track = track(3);
      for (int picture = 20; picture < 60; picture++) {
        float[] now = features.at(track, 40.0 * picture);
        float[] next = features.at(track, 40.0 * (picture + 1));
        for (int token = 2; token < 10; token++) {
          assertThat(next[(token - 2) * TOKEN]).isCloseTo(now[token * TOKEN], within(0.05f));
        }
      }
    }
  }

  @Test
  void beforeTheFirstSoundTokensAreZero() throws IOException {
    try (WhisperEar ear = loudness()) {
      float[] heard = new WhisperFeatures(ear, 0).at(track(1), 40); // tokens from -40 ms on
      assertThat(heard[TOKEN]).isZero();
      assertThat(heard[2 * TOKEN]).isNotZero();
    }
  }

  @Test
  void soundThatWasCutOffIsNotHeard() throws IOException {
    try (WhisperEar ear = loudness()) {
      WhisperFeatures features = new WhisperFeatures(ear, 0);
      SpeechTrack track = track(1);
      assertThat(features.at(track, 1_000)[8 * TOKEN]).isGreaterThan(0.2f);
      track.cut(1_000);
      assertThat(features.at(track, 1_000)[8 * TOKEN]).isZero();
    }
  }

  @Test
  void whisperTinysShapesFitAndOthersAreRefused() throws IOException {
    RandomWhisper.write(folder, 80, 384, 6, 4, 1, 50);
    WhisperGraphs.buildStates(folder, folder);
    try (WhisperEar ear = new WhisperEar(folder.resolve(WhisperGraphs.STATES), "x")) {
      assertThat(new WhisperFeatures(ear, 0).at(track(1), 600)).hasSize(50 * 384);
    }
    RandomWhisper.write(folder, 80, 64, 2, 2, 1, 50);
    WhisperGraphs.buildStates(folder, folder);
    for (String other : List.of(WhisperGraphs.STATES, "encoder.int8.onnx")) {
      WhisperGraphs.build(folder, folder);
      assertThatThrownBy(() -> new WhisperEar(folder.resolve(other), "x"))
          .isInstanceOf(UserFacingException.class)
          .hasMessageContaining("not Whisper tiny's");
    }
  }
}
