package dev.damso.face.neural;

import dev.damso.media.UserFacingException;
import java.nio.file.Path;

/**
 * Files of TorchScript ({@code .pt}). What runs them is an optional plug-in: PyTorch takes half a
 * gigabyte. The Maven profile {@code torchscript} puts it on the class path.
 */
final class TorchScript {
  /** Is there where PyTorch's libraries are. */
  private static final String LIBRARIES = "native/lib/pytorch.properties";

  private TorchScript() {}

  static boolean is(Path file) {
    return file.toString().endsWith(".pt");
  }

  static boolean isPluggedIn(ClassLoader classes) {
    return classes.getResource(LIBRARIES) != null;
  }

  /**
   * @throws UserFacingException where the file is TorchScript, and nothing is there to run it
   */
  static void requirePlugIn(Path file) {
    requirePlugIn(file, TorchScript.class.getClassLoader());
  }

  static void requirePlugIn(Path file, ClassLoader classes) {
    if (is(file) && !isPluggedIn(classes)) {
      throw UserFacingException.failed(
          "%s is TorchScript, and PyTorch is not in this build: set DAMSO_TORCHSCRIPT=1 and start"
                  .formatted(file)
              + " ./damso again (Linux x86-64, fetches 115 MB once), or export the model to ONNX");
    }
  }
}
