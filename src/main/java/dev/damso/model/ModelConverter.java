package dev.damso.model;

import java.nio.file.Path;

/** Makes a model's installed files from its downloaded ones. */
@FunctionalInterface
public interface ModelConverter {
  /**
   * Writes the installed files; blocks until they are complete.
   *
   * @param rawDir the downloaded, verified files; not to be changed
   * @param outDir exists; files written here are installed
   * @throws dev.damso.media.UserFacingException where the files cannot be converted
   */
  void convert(Path rawDir, Path outDir);
}
