package dev.damso.cli;

import dev.damso.media.UserFacingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Checks of where a command is to write, before it works for the file. */
final class Outputs {
  private Outputs() {}

  /**
   * @throws UserFacingException if {@code file} is a folder, or its folder is missing or read-only
   */
  static void requireWritable(Path file) {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    if (Files.isDirectory(file)) {
      throw UserFacingException.badInput(file + " is a folder; name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw UserFacingException.badInput(
          "cannot write " + file + ": the folder " + folder + " does not exist; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw UserFacingException.badInput(
          "cannot write " + file + ": the folder " + folder + " cannot be written to");
    }
  }
}
