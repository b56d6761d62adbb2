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

  /**
   * What a look at a file, or at all files below a folder, tells without reading them.
   *
   * @param bytes of all of them
   * @param modified when the last of them was written, milliseconds since 1970
   */
  record Extent(long bytes, long modified) {}

  static Extent extent(Path path) throws IOException {
    long[] found = {0, 0};
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found[0] += attributes.size(); // comes with the walk: no second look at each file
            found[1] = Math.max(found[1], attributes.lastModifiedTime().toMillis());
            return FileVisitResult.CONTINUE;
          }
        });
    return new Extent(found[0], found[1]);
  }

  /** Git's name of a file: SHA-1, as 40 digits. */
  static String ofGitBlob(Path file) throws IOException {
    MessageDigest digest = digest("SHA-1");
    digest.update(("blob " + Files.size(file) + '\0').getBytes(StandardCharsets.UTF_8));
    return ofFile(file, digest);
  }

  private static String ofFile(Path file) throws IOException {
    return ofFile(file, sha256());
  }

  private static String ofFile(Path file, MessageDigest digest) throws IOException {
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
    return digest("SHA-256");
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
