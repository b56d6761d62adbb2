package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command says how it is used. */
final class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "reply",
        "transcribe",
        "say",
        "animate",
        "bench",
        "models",
        "models pull",
        "models verify",
        "doctor"
      })
  void everyCommandHasHelp(String command) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(DamsoCommand.run((command + " --help").strip().split(" "), Map.of())).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith(("Usage: damso " + command).strip())
        .contains("--config", "--verbose");
  }
}
