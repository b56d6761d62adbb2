package dev.damso.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Python and npm packages, fetched with their ordinary clients and unpacked below one temporary
 * folder, each once. One thread only.
 */
final class Packages {
  private final Path directory;
  private final List<String> pip;
  private final List<String> npm;
  private final Map<String, Path> unpacked = new HashMap<>();

  /**
   * @param directory temporary; removed by the caller
   * @param pip the command up to its arguments, such as {@code python3 -m pip}
   * @param npm the command up to its arguments
   */
  Packages(Path directory, List<String> pip, List<String> npm) {
    this.directory = directory;
    this.pip = List.copyOf(pip);
    this.npm = List.copyOf(npm);
  }

  /** The unpacked wheel or source archive of {@code name==version}. */
  Path python(String requirement, List<String> flags) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "download",
                "--no-deps",
                "--no-cache-dir",
                "--disable-pip-version-check",
                "-q",
                "-d"));
    Path to = directory.resolve("pip-" + unpacked.size());
    arguments.add(to.toString());
    arguments.add(requirement);
    arguments.addAll(flags);
    return unpack(requirement, pip, arguments, to);
  }

  /** The unpacked archive of {@code name@version}. */
  Path node(String spec) throws IOException {
    Path to = directory.resolve("npm-" + unpacked.size());
    return unpack(
        spec, npm, List.of("pack", "--silent", "--pack-destination", to.toString(), spec), to);
  }

  private Path unpack(String key, List<String> command, List<String> arguments, Path to)
      throws IOException {
    Path known = unpacked.get(key);
    if (known != null) {
      return known;
    }
    Files.createDirectories(to);
    List<String> full = new ArrayList<>(command);
    full.addAll(arguments);
    Command.run(full, directory);
    Path archive = only(to, key);
    Path files = Files.createDirectories(to.resolve("x"));
    Archives.unpack(archive, files);
    Files.delete(archive);
    unpacked.put(key, files);
    return files;
  }

  private static Path only(Path folder, String key) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      if (all.size() != 1) {
        throw new IOException(key + " gave " + all.size() + " files, not one");
      }
      return all.getFirst();
    }
  }
}
