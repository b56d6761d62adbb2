package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import dev.damso.model.Catalog;
import dev.damso.model.ConsoleProgress;
import dev.damso.model.ModelStore;
import dev.damso.model.graph.RandomWhisper;
import dev.damso.model.graph.WhisperGraphs.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeechModelsTest {
  @TempDir private Path directory;

  private ModelStore store() {
    return ModelStore.open(
        directory.resolve("store"), Catalog.bundled(), new ConsoleProgress(), Map.of());
  }

  @Test
  void convertsAFolderOfWeightsOnce() throws IOException {
    Path weights = Files.createDirectory(directory.resolve("small"));
    RandomWhisper.write(weights, 80, 64, 4, 1, 1, 600);
    Files.writeString(weights.resolve("config.json"), "{}");
    Files.writeString(weights.resolve("tokenizer.json"), "{}");
    Path graphs = SpeechModels.find(weights.toString(), Precision.INT8, store());
    assertThat(graphs.getFileName().toString()).startsWith("small-");
    try (var files = Files.list(graphs)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "encoder.int8.onnx", "decoder.q8.onnx", "tokenizer.json", "config.json");
    }
    FileTime made = Files.getLastModifiedTime(graphs.resolve("encoder.int8.onnx"));
    assertThat(SpeechModels.find(weights.toString(), Precision.INT8, store())).isEqualTo(graphs);
    assertThat(Files.getLastModifiedTime(graphs.resolve("encoder.int8.onnx"))).isEqualTo(made);
  }

  @Test
  void halfPrecisionStandsBesideEightBits() throws IOException {
    Path weights = Files.createDirectory(directory.resolve("tiny"));
    RandomWhisper.write(weights, 128, 64, 4, 1, 1, 600);
    Files.writeString(weights.resolve("config.json"), "{}");
    Files.writeString(weights.resolve("tokenizer.json"), "{}");
    Path eight = SpeechModels.find(weights.toString(), Precision.INT8, store());
    Path half = SpeechModels.find(weights.toString(), Precision.FP16, store());
    assertThat(eight.resolve("decoder.q8.onnx")).exists();
    assertThat(half.resolve("encoder.fp16.onnx")).exists();
    assertThat(half.resolve("decoder.fp16.onnx")).exists();
    assertThatThrownBy(() -> SpeechModels.find("whisper-base", Precision.FP16, store()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("folder");
  }

  @Test
  void saysWhatAFolderLacks() {
    assertThatThrownBy(() -> SpeechModels.find(directory.toString(), Precision.INT8, store()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("tokenizer.json");
    assertThatThrownBy(() -> SpeechModels.find("whisper-gigantic", Precision.INT8, store()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("whisper-base");
  }
}
