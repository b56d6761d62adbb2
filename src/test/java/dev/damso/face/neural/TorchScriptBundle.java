package dev.damso.face.neural;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The tiny networks of {@code torchscript/make.py}, and an avatar that is drawn by one. */
final class TorchScriptBundle {
  private TorchScriptBundle() {}

  /** Copies a network to a folder. */
  static Path network(String file, Path folder) throws IOException {
    return copy("/dev/damso/face/neural/torchscript/" + file, folder);
  }

  /** The avatar that comes with Damso, with another network. */
  static void write(Path folder, String model) throws IOException {
    for (String file : List.of("neural.json", "base.mp4")) {
      copy("/avatars/demo-neural/" + file, folder);
    }
    network(model, folder);
    Path manifest = folder.resolve("neural.json");
    Files.writeString(manifest, Files.readString(manifest).replace("model.onnx", model));
  }

  private static Path copy(String resource, Path folder) throws IOException {
    Path to = folder.resolve(Path.of(resource).getFileName());
    try (InputStream in = TorchScriptBundle.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(in), to);
    }
    return to;
  }
}
