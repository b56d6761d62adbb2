package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import dev.damso.model.Catalog;
import dev.damso.model.ConsoleProgress;
import dev.damso.model.ModelStore;
import dev.damso.model.graph.RandomWhisper;
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
    Path graphs = SpeechModels.find(weights.toString(), store());
    assertThat(graphs.getFileName().toString()).startsWith("small-");
    try (var files = Files.list(graphs)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "encoder.int8.onnx", "decoder.q8.onnx", "tokenizer.json", "config.json");
    }
    FileTime made = Files.getLastModifiedTime(graphs.resolve("encoder.int8.onnx"));
    assertThat(SpeechModels.find(weights.toString(), store())).isEqualTo(graphs);
    assertThat(Files.getLastModifiedTime(graphs.resolve("encoder.int8.onnx"))).isEqualTo(made);
  }

  @Test
  void saysWhatAFolderLacks() {
    assertThatThrownBy(() -> SpeechModels.find(directory.toString(), store()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("tokenizer.json");
    assertThatThrownBy(() -> SpeechModels.find("whisper-gigantic", store()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("whisper-base");
  }
}
