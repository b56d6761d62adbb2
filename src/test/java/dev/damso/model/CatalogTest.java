package dev.damso.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogTest {
  private final Catalog catalog = Catalog.bundled();

  @Test
  void listsTheModels() {
    assertThat(catalog.models())
        .extracting(Catalog.Model::name)
        .containsExactly(
            "onnxruntime",
            "onnxruntime-gpu",
            "silero-vad",
            "smart-turn",
            "whisper-base",
            "whisper-tiny-states",
            "whisper-small",
            "whisper-medium",
            "whisper-large-v3",
            "whisper-large-v3-turbo",
            "face-landmarks",
            "multilingual-e5-small",
            "kokoro",
            "piper-en-joe",
            "supertonic",
            "espeak-ng",
            "qwen2.5-coder-0.5b-instruct");
  }

  @Test
  void everyFileHasAHashASizeAndASource() {
    assertThat(catalog.models())
        .flatExtracting(Catalog.Model::files)
        .allSatisfy(file -> {
          assertThat(file.sha256()).matches("[0-9a-f]{64}|");
          assertThat(file.size()).isPositive();
          assertThat(file.sources()).isNotEmpty();
        });
  }

  /** Whatever a start fetches by itself has a hash. */
  @Test
  void onlyLargerWhispersLackTheirHashes() {
    assertThat(catalog.models())
        .filteredOn(model -> !model.files().stream().allMatch(Catalog.File::pinned))
        .extracting(Catalog.Model::name)
        .containsExactly(
            "whisper-small", "whisper-medium", "whisper-large-v3", "whisper-large-v3-turbo");
  }

  @Test
  void whisperIsConverted() {
    Catalog.Model whisper = catalog.model("whisper-base");
    assertThat(whisper.convert()).isEqualTo("whisper");
    assertThat(whisper.installed())
        .containsExactly("encoder.int8.onnx", "decoder.q8.onnx", "tokenizer.json", "config.json");
  }

  @Test
  void theRootComesFromTheEnvironment() {
    assertThat(ModelStore.defaultRoot(Map.of("DAMSO_MODELS", "/x"))).isEqualTo(Path.of("/x"));
    assertThat(ModelStore.defaultRoot(Map.of())).endsWith(Path.of(".cache", "damso"));
  }
}
