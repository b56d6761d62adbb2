package dev.damso.llm.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The catalogue's language model, where it is installed; a test is skipped where it is not. */
final class LocalModel {
  private static final String NAME = "qwen2.5-coder-0.5b-instruct";

  private LocalModel() {}

  static Path require() {
    Path models =
        Path.of(
            Objects.requireNonNullElse(
                System.getenv("DAMSO_MODELS"), System.getProperty("user.home") + "/.cache/damso"));
    Path gguf = models.resolve(NAME).resolve(NAME + "-q4_k_m.gguf");
    assumeTrue(Files.exists(gguf), "no language model at " + gguf);
    return gguf;
  }
}
