package dev.damso.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in {@code .complete.json} that a model's folder is complete, so that a start need only look
 * at sizes and times; what was written since is read again.
 *
 * @param sources SHA-256 of the downloaded files; others in the catalogue mean a new version
 * @param files the installed files and folders
 */
record Marker(List<String> sources, List<Installed> files) {
  private static final String NAME = ".complete.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An installed file or folder.
   *
   * @param size bytes
   * @param modified when it was written, milliseconds since 1970
   */
  record Installed(String path, long size, long modified, String sha256) {}

  /** What a look at a model's folder says. */
  enum State {
    /** Complete and unchanged. */
    INTACT,
    /** Complete by its sizes, but written to since: only its hashes tell. */
    TOUCHED,
    /** Another version, or incomplete. */
    MISSING
  }

  Marker {
    sources = List.copyOf(sources);
    files = List.copyOf(files);
  }

  /** Describes a folder whose files are all there. */
  static Marker of(Catalog.Model model, Path folder) throws IOException {
    List<Installed> files = new ArrayList<>();
    for (String path : model.installed()) {
      Path file = folder.resolve(path);
      Hashes.Extent extent = Hashes.extent(file);
      files.add(new Installed(path, extent.bytes(), extent.modified(), Hashes.of(file)));
    }
    return new Marker(sources(model), files);
  }

  /**
   * Empty where there is none or it cannot be read. Reads a tree, not records: that saves a start
   * the reflection, some 20 ms.
   */
  static Optional<Marker> read(Path folder) {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(folder.resolve(NAME)));
      List<String> sources = new ArrayList<>();
      json.path("sources").forEach(hash -> sources.add(hash.asText()));
      List<Installed> files = new ArrayList<>();
      for (JsonNode file : json.path("files")) {
        files.add(
            new Installed(
                file.path("path").asText(),
                file.path("size").asLong(-1),
                file.path("modified").asLong(-1),
                file.path("sha256").asText()));
      }
      return Optional.of(new Marker(sources, files));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** In one move, for another process may be reading. */
  void write(Path folder) throws IOException {
    Path temporary = folder.resolve(NAME + "." + ProcessHandle.current().pid());
    Files.write(temporary, JSON.writeValueAsBytes(this));
    Files.move(temporary, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The folder is no complete model any more. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(NAME));
  }

  /** The same files, with the times that they have now. */
  Marker withTimes(Path folder) throws IOException {
    List<Installed> now = new ArrayList<>();
    for (Installed file : files) {
      long modified = Hashes.extent(folder.resolve(file.path())).modified();
      now.add(new Installed(file.path(), file.size(), modified, file.sha256()));
    }
    return new Marker(sources, now);
  }

  /** Looks at sizes and times only. */
  State state(Catalog.Model model, Path folder) {
    if (!sources.equals(sources(model))
        || !files.stream().map(Installed::path).toList().equals(model.installed())) {
      return State.MISSING;
    }
    State state = State.INTACT;
    for (Installed file : files) {
      try {
        Hashes.Extent extent = Hashes.extent(folder.resolve(file.path()));
        if (extent.bytes() != file.size()) {
          return State.MISSING;
        }
        if (extent.modified() != file.modified()) {
          state = State.TOUCHED;
        }
      } catch (IOException e) {
        return State.MISSING;
      }
    }
    return state;
  }

  /** Whether every byte is as it was installed. Reads all files. */
  boolean verify(Path folder) throws IOException {
    for (Installed file : files) {
      Path path = folder.resolve(file.path());
      if (!Files.exists(path) || !Hashes.of(path).equals(file.sha256())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> sources(Catalog.Model model) {
    return model.files().stream().map(Catalog.File::sha256).toList();
  }
}
