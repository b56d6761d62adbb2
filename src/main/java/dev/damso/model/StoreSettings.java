package dev.damso.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What the store takes from the machine.
 *
 * @param huggingFace base address, ends with a slash
 * @param pip the command up to its arguments
 * @param npm the command up to its arguments
 * @param freeBytes bytes left on the disk of a folder
 */
record StoreSettings(
    URI huggingFace, List<String> pip, List<String> npm, ToLongFunction<Path> freeBytes) {

  static StoreSettings of(Map<String, String> env) {
    String base = env.getOrDefault("DAMSO_HF_URL", "https://huggingface.co");
    return new StoreSettings(
        URI.create(base.endsWith("/") ? base : base + "/"),
        List.of("python3", "-m", "pip"),
        List.of("npm"),
        path -> path.toFile().getUsableSpace());
  }
}
