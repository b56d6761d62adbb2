package dev.damso.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A file server on the loopback that may or may not know ranges; records what was asked. What is
 * asked below {@code moved/} is found without it.
 */
final class ModelServer implements AutoCloseable {
  private final HttpServer http;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final boolean ranges;
  final List<String> requests = new CopyOnWriteArrayList<>();

  ModelServer(boolean ranges) throws IOException {
    this.ranges = ranges;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::answer);
    http.start();
  }

  /** Headers of a path's answers, and of the redirect to it. */
  final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();

  String url(String path, byte[] body) {
    files.put("/" + path, body);
    return url(path);
  }

  String url(String path) {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/" + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(path + (range == null ? "" : " " + range));
    byte[] body = files.get(path);
    headers.getOrDefault(path, Map.of()).forEach(exchange.getResponseHeaders()::set);
    try (exchange) {
      if (path.startsWith("/moved/")) {
        exchange.getResponseHeaders().set("Location", path.substring("/moved".length()));
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (body != null && exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", "" + body.length);
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      int from = range != null && ranges ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length - from);
      exchange.getResponseBody().write(body, from, body.length - from);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
