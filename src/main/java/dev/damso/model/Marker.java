package dev.damso.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in {@code .complete.json} that a model's folder is complete, so that a start need only look
 * at sizes.
 *
 * @param sources SHA-256 of the downloaded files; others in the catalogue mean a new version
 * @param files the installed files and folders
 */
record Marker(List<String> sources, List<Installed> files) {
  private static final String NAME = ".complete.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An installed file or folder; {@code size} in bytes. */
  record Installed(String path, long size, String sha256) {}

  Marker {
    sources = List.copyOf(sources);
    files = List.copyOf(files);
  }

  /** Describes a folder whose files are all there. */
  static Marker of(Catalog.Model model, Path folder) throws IOException {
    List<Installed> files = new ArrayList<>();
    for (String path : model.installed()) {
      Path file = folder.resolve(path);
      files.add(new Installed(path, Hashes.size(file), Hashes.of(file)));
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
                file.path("sha256").asText()));
      }
      return Optional.of(new Marker(sources, files));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(Path folder) throws IOException {
    Files.write(folder.resolve(NAME), JSON.writeValueAsBytes(this));
  }

  /** Whether the folder holds this version of the model, by the sizes of its files. */
  boolean matches(Catalog.Model model, Path folder) {
    return sources.equals(sources(model))
        && files.stream().map(Installed::path).toList().equals(model.installed())
        && files.stream().allMatch(f -> sizeOf(folder.resolve(f.path())) == f.size());
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

  private static long sizeOf(Path path) {
    try {
      return Hashes.size(path);
    } catch (IOException e) {
      return -1; // missing
    }
  }

  private static List<String> sources(Catalog.Model model) {
    return model.files().stream().map(Catalog.File::sha256).toList();
  }
}
