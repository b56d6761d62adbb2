package dev.damso.model;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Command {
  private static final long MINUTES = 60;

  private Command() {}

  /**
   * @param temporary where its output goes
   * @throws IOException where it cannot be started or fails; the message is its last line of output
   */
  static void run(List<String> command, Path temporary) throws IOException {
    Path output = Files.createTempFile(temporary, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectInput(
                ProcessBuilder.Redirect.from(Files.createTempFile(temporary, "in", "").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(command.getFirst() + " did not end within " + MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
      String reason = text.substring(text.lastIndexOf('\n') + 1);
      throw new IOException(
          command.getFirst() + " ended with " + process.exitValue() + ": " + reason);
    }
  }
}
