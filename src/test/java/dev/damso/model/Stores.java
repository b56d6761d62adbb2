package dev.damso.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Catalogues and stores for tests. */
final class Stores {
  private Stores() {}

  static Catalog.File file(String path, byte[] body, Source... sources) {
    return new Catalog.File(path, body.length, sha256(body), List.of(sources));
  }

  static Catalog.Model model(String name, Catalog.File... files) {
    return new Catalog.Model(
        name,
        "a test",
        List.of("en"),
        "MIT",
        null,
        Arrays.stream(files).map(Catalog.File::path).toList(),
        List.of(files));
  }

  static ModelStore store(Path root, Catalog.Model... models) {
    return store(root, settings("http://127.0.0.1:1/", List.of("false")), Map.of(), models);
  }

  static ModelStore store(
      Path root,
      StoreSettings settings,
      Map<String, ModelConverter> converters,
      Catalog.Model... models) {
    return new ModelStore(
        root, new Catalog(List.of(models)), Progress.SILENT, converters, settings);
  }

  static StoreSettings settings(String huggingFace, List<String> pip) {
    return new StoreSettings(
        URI.create(huggingFace), pip, List.of("false"), path -> Long.MAX_VALUE);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private static String sha256(byte[] body) {
    try {
      Path file = Files.createTempFile("body", ".bin");
      Files.write(file, body);
      String hash = Hashes.of(file);
      Files.delete(file);
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
