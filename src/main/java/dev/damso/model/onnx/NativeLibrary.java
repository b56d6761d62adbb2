package dev.damso.model.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Finds {@code libonnxruntime}: those of the model catalogue, for GPUs where there is one, else the
 * artefact's own.
 */
final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * The library to load.
   *
   * @param models folder of the installed models
   */
  static Path find(Path models) {
    if (!platform().equals("linux-x64")) {
      return unpack(models);
    }
    Path forGpus = models.resolve("onnxruntime-gpu").resolve(fileName());
    if (Files.exists(Path.of("/dev/nvidia0")) && Files.isRegularFile(forGpus)) {
      return forGpus;
    }
    Path installed = models.resolve("onnxruntime").resolve(fileName());
    return Files.isRegularFile(installed) ? installed : unpack(models);
  }

  /** Unpacks the library of the Maven artefact, once. */
  private static Path unpack(Path models) {
    String resource = "/ai/onnxruntime/native/" + platform() + "/" + fileName();
    try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new OnnxException("ONNX Runtime has no library for this machine: " + platform());
      }
      int size = in.available();
      Path directory = cache(models);
      Path target = directory.resolve(fileName());
      if (Files.isRegularFile(target) && size > 0 && Files.size(target) == size) {
        return target;
      }
      Files.createDirectories(directory);
      Path partial = Files.createTempFile(directory, "unpack", ".part");
      try {
        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
      return target;
    } catch (IOException e) {
      throw new OnnxException("ONNX Runtime's library cannot be unpacked: " + e.getMessage(), e);
    }
  }

  /** A folder for each build of the artefact, told apart by the jar's name. */
  private static Path cache(Path models) {
    String jar =
        ai.onnxruntime.OnnxValue.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();
    String name = Path.of(jar).getFileName().toString().replaceFirst("\\.jar$", "");
    return models.resolve("native").resolve(name);
  }

  /** {@code DAMSO_MODELS}, or {@code ~/.cache/damso}. */
  static Path models() {
    String configured = System.getenv("DAMSO_MODELS");
    return configured != null && !configured.isEmpty()
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".cache", "damso");
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    String cpu = arch.equals("amd64") || arch.equals("x86_64") ? "x64" : "aarch64";
    if (os.startsWith("mac")) {
      return "osx-" + cpu.replace("x64", "x86_64");
    }
    return (os.startsWith("windows") ? "win-" : "linux-") + cpu;
  }

  private static String fileName() {
    return System.mapLibraryName("onnxruntime");
  }
}
