package dev.damso.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of a file or of a tree, as 64 lower-case hexadecimal digits. */
final class Hashes {
  private Hashes() {}

  static String of(Path path) throws IOException {
    return Files.isDirectory(path) ? ofTree(path) : ofFile(path);
  }

  /** Bytes of a file, or of all files below a folder. */
  static long size(Path path) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size(); // comes with the walk: no second look at each file
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }

  private static String ofFile(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The hash of one line for each file, sorted by name: {@code name NUL hash LF}, the name relative
   * with slashes.
   */
  private static String ofTree(Path root) throws IOException {
    MessageDigest digest = sha256();
    List<String> names =
        files(root).stream().map(f -> root.relativize(f).toString().replace('\\', '/')).toList();
    for (String name : names.stream().sorted().toList()) {
      String line = name + '\0' + ofFile(root.resolve(name)) + '\n';
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
