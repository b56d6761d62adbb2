package dev.damso.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigLoaderTest {
  @TempDir private Path directory = Path.of("");

  private Config load(String yaml, Map<String, String> environment) throws IOException {
    Path file = directory.resolve("damso.yaml");
    Files.writeString(file, yaml);
    return ConfigLoader.load(Optional.of(file), environment);
  }

  @Test
  void defaultsBindToLoopback() throws IOException {
    Config config = load("", Map.of());
    assertThat(config.server().host()).isEqualTo("127.0.0.1");
    assertThat(config.turn().silenceMs()).isEqualTo(300);
    assertThat(config.llm().provider()).isEqualTo("auto");
  }

  @Test
  void theFileOverridesDefaultsAndTheEnvironmentTheFile() throws IOException {
    Config config =
        load(
            "server:\n  port: 9000\nvideo:\n  bitRate: 500000\n",
            Map.of("DAMSO_VIDEO_BIT_RATE", "900000", "DAMSO_LLM_PROVIDER", "echo"));
    assertThat(config.server().port()).isEqualTo(9000);
    assertThat(config.video().bitRate()).isEqualTo(900_000);
    assertThat(config.llm().provider()).isEqualTo("echo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"server:\\n  prot: 1\" | server.prot",
        "\"nothing: 1\" | nothing",
        "\"server:\\n  port: many\" | port",
        "\"server:\\n  port: 70000\" | between 0 and 65535",
        "\"server: [1\" | not YAML",
        "\"face:\\n  width: 641\" | even",
        "\"turn:\\n  silenceMs: 5\" | between 100",
      })
  void badFilesAreRefusedInOneLine(String yaml, String complaint) {
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(() -> load(yaml.replace("\\n", "\n"), Map.of()))
        .withMessageContaining(complaint)
        .satisfies(e -> {
          assertThat(e.kind().exitCode()).isEqualTo(2);
          assertThat(e.getMessage()).doesNotContain("\n");
        });
  }

  @Test
  void aNamedFileMustExist() {
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(() -> ConfigLoader.load(Optional.of(directory.resolve("none.yaml")), Map.of()))
        .withMessageContaining("none.yaml");
  }
}
