package dev.damso.model;

import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_PARTIAL;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Downloads over HTTP, going on where a partial file ends (RFC 9110 section 14). A host that cannot
 * be reached is remembered for the process and not tried again. {@code HttpURLConnection}, because
 * it also times out where a body stalls. Thread-safe.
 */
final class HttpDownload {
  private static final Set<String> UNREACHABLE = ConcurrentHashMap.newKeySet();

  private static final int CONNECT_MS = 3_000;
  private static final int STALL_MS = 30_000;

  private HttpDownload() {}

  /**
   * Completes {@code partial}, which may exist.
   *
   * @param size the file's bytes; more than that is an error
   * @param progress hears the bytes present
   */
  static void fetch(URI address, Path partial, long size, LongConsumer progress)
      throws IOException {
    String host = String.valueOf(address.getAuthority());
    if (UNREACHABLE.contains(host)) {
      throw new IOException(host + " cannot be reached");
    }
    long have = Files.exists(partial) ? Files.size(partial) : 0;
    if (have == size) {
      return;
    }
    if (have > size) {
      Files.delete(partial);
      have = 0;
    }
    HttpURLConnection connection = connect(address, host, have);
    try {
      int status = connection.getResponseCode();
      if (status != HTTP_OK && status != HTTP_PARTIAL) {
        throw new IOException(host + " answered " + status);
      }
      if (status == HTTP_OK) { // the whole file, whatever was asked
        Files.deleteIfExists(partial);
        have = 0;
      }
      try (InputStream body = connection.getInputStream()) {
        append(body, partial, have, size, progress);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection connect(URI address, String host, long have) throws IOException {
    if (!(address.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException("not an HTTP address: " + address);
    }
    connection.setConnectTimeout(CONNECT_MS);
    connection.setReadTimeout(STALL_MS);
    if (have > 0) {
      connection.setRequestProperty("Range", "bytes=" + have + "-");
    }
    try {
      connection.connect();
    } catch (IOException e) {
      UNREACHABLE.add(host);
      throw new IOException(host + " cannot be reached", e);
    }
    return connection;
  }

  private static void append(
      InputStream in, Path partial, long from, long size, LongConsumer progress)
      throws IOException {
    long done = from;
    byte[] buffer = new byte[1 << 16];
    try (var out =
        Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        done += n;
        if (done > size) {
          throw new IOException("more than the expected " + size + " bytes");
        }
        out.write(buffer, 0, n);
        progress.accept(done);
      }
    }
    if (done < size) {
      throw new IOException("the connection ended at " + done + " of " + size + " bytes");
    }
  }
}
