package dev.damso;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files that a test needs and may do without: the test is skipped where they are absent. */
public final class TestFiles {
  private TestFiles() {}

  /** A file of an installed model. */
  public static Path model(String relative) {
    String configured = System.getenv("DAMSO_MODELS");
    Path root =
        configured == null
            ? Path.of(System.getProperty("user.home"), ".cache", "damso")
            : Path.of(configured);
    return present(root.resolve(relative), "./damso models pull fetches it");
  }

  /** The folder of the installed Whisper model. */
  public static Path whisper() {
    return model("whisper-base/decoder.q8.onnx").resolveSibling(".").normalize();
  }

  /** A file of the folder of recordings beside the checkout. */
  public static Path shared(String relative) {
    return present(Path.of("..", "shared").resolve(relative), "it is not part of the project");
  }

  private static Path present(Path file, String hint) {
    Assumptions.assumeTrue(Files.exists(file), "skipped: no " + file + " (" + hint + ")");
    return file;
  }
}
