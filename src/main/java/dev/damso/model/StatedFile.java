package dev.damso.model;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Hugging Face states about a file before it sends it: for a file whose hash the catalogue
 * does not know. A large file's tag is its SHA-256, a small one's is git's hash of it. That tells a
 * damaged download, not a source that lies.
 *
 * @param size bytes
 * @param hash 64 or 40 hexadecimal digits
 */
record StatedFile(long size, String hash) {
  private static final int TIMEOUT_MS = 10_000;

  /**
   * Asks for a file's head, without following where it lies.
   *
   * @throws IOException where nothing, or no hash, is stated
   */
  static StatedFile of(URI address) throws IOException {
    if (!(address.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException("not an HTTP address: " + address);
    }
    connection.setRequestMethod("HEAD");
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    try {
      int status = connection.getResponseCode();
      if (status >= 400) {
        throw new IOException(address.getAuthority() + " answered " + status);
      }
      String hash = header(connection, "X-Linked-Etag", "ETag").replaceAll("^W/|\"", "");
      String size = header(connection, "X-Linked-Size", "Content-Length");
      if (!hash.matches("[0-9a-f]{64}|[0-9a-f]{40}") || !size.matches("\\d{1,15}")) {
        throw new IOException(address.getAuthority() + " states no hash and size");
      }
      return new StatedFile(Long.parseLong(size), hash);
    } finally {
      connection.disconnect();
    }
  }

  private static String header(HttpURLConnection connection, String name, String otherwise) {
    String value = connection.getHeaderField(name);
    value = value == null ? connection.getHeaderField(otherwise) : value;
    return value == null ? "" : value;
  }

  boolean matches(Path file) throws IOException {
    return Files.size(file) == size
        && hash.equals(hash.length() == 40 ? Hashes.ofGitBlob(file) : Hashes.of(file));
  }
}
