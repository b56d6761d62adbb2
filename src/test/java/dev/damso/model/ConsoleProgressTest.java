package dev.damso.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ConsoleProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now;

  @Test
  void elsewhereThanATerminalGivesALineEachTenth() {
    ConsoleProgress progress = new ConsoleProgress(out, false, () -> now);
    progress.started("m", 100_000_000);
    for (long done = 1; done <= 100; done++) {
      now += 10_000_000;
      progress.advanced("m", done * 1_000_000, 100_000_000);
    }
    assertThat(text().lines()).hasSize(11).last().asString().contains("100 %", "100.0 MB/s");
  }

  @Test
  void aTerminalGetsABar() {
    ConsoleProgress progress = new ConsoleProgress(out, true, () -> now);
    progress.started("m", 1_000_000);
    now += 1_000_000_000;
    progress.advanced("m", 500_000, 1_000_000);
    assertThat(text()).contains("\r", "█", "·", "0.5 MB of 1.0 MB, 0.5 MB/s");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
