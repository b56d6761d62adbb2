package dev.damso.cli;

import com.sun.net.httpserver.HttpServer;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.cloud.CannedAnswer;
import dev.damso.llm.cloud.CloudModels;
import dev.damso.llm.cloud.CloudModels.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server in this process that streams as Gemini, OpenAI and Anthropic do: at once, or, where the
 * model's name says so, never, or never to an end.
 */
final class CannedProvider implements AutoCloseable {
  /** A model that never says a word. */
  static final String MUTE = "mute";

  /** A model that says something and then nothing more. */
  static final String STALLED = "stalled";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);

  CannedProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!exchange.getRequestMethod().equals("POST")) {
              exchange.sendResponseHeaders(404, -1);
              return;
            }
            String asked = path + body;
            if (asked.contains(MUTE)) {
              waitForEnd();
            }
            byte[] events = CannedAnswer.at(path).bytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(events, 0, asked.contains(STALLED) ? untilText(events) : events.length);
            out.flush();
            if (asked.contains(STALLED)) {
              waitForEnd();
            }
          }
        });
    server.start();
  }

  /** Behind the event with the text. */
  private static int untilText(byte[] events) {
    String text = new String(events, StandardCharsets.ISO_8859_1);
    int event = text.indexOf("\"text\": \"\u00eb");
    int at = text.indexOf("\n\n", Math.max(event, text.indexOf("\"content\": \"\u00eb")));
    return at < 0 ? events.length : at + 2;
  }

  private void waitForEnd() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A provider's model here. */
  LanguageModel model(CannedAnswer provider, String name) {
    Endpoint endpoint = new Endpoint(name, url(), "none", PATIENCE);
    return switch (provider) {
      case GEMINI -> CloudModels.gemini(endpoint, "minimal");
      case OPENAI -> CloudModels.openAi(endpoint, "none");
      case ANTHROPIC -> CloudModels.anthropic(endpoint);
    };
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
