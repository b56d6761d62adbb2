package dev.damso.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Downloads over HTTP, going on where a partial file ends (RFC 9110 section 14). A host that cannot
 * be reached is remembered for the process and not tried again. Thread-safe.
 */
final class HttpDownload {
  private static final Set<String> UNREACHABLE = ConcurrentHashMap.newKeySet();

  private static final class Holder {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

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
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response = send(request.build(), host);
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 206 -> append(body, partial, have, size, progress);
        case 200 -> {
          Files.deleteIfExists(partial);
          append(body, partial, 0, size, progress);
        }
        default -> throw new IOException(host + " answered " + response.statusCode());
      }
    }
  }

  private static HttpResponse<InputStream> send(HttpRequest request, String host)
      throws IOException {
    try {
      return Holder.CLIENT.send(request, BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      UNREACHABLE.add(host);
      throw new IOException(host + " cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
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
