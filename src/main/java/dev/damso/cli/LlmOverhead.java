package dev.damso.cli;

import com.sun.net.httpserver.HttpServer;
import dev.damso.llm.FallbackLanguageModel;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import dev.damso.llm.Prompt;
import dev.damso.llm.cloud.CloudModels;
import dev.damso.media.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What our way to a cloud provider adds to the time to the first token: against a server in this
 * process that streams as Gemini does and answers at once, beside a plain HTTP client that only
 * looks for the first event.
 */
final class LlmOverhead {
  private static final int ROUNDS = 200;
  private static final int WARM_UP = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] EVENT =
      ("data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"네, 그럼요.\"}],\"role\": \"model\"},"
              + "\"finishReason\": \"STOP\",\"index\": 0}],\"usageMetadata\": {\"promptTokenCount\": 12,"
              + "\"candidatesTokenCount\": 7,\"totalTokenCount\": 19}}\r\n\r\n")
          .getBytes(StandardCharsets.UTF_8);

  private LlmOverhead() {}

  /** Milliseconds of each round, ours less the plain client's. */
  static List<Double> measure() throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          try (exchange) {
            exchange.getResponseBody().write(EVENT);
          }
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (LanguageModel model =
            new FallbackLanguageModel(
                List.of(
                    CloudModels.gemini(
                        new CloudModels.Endpoint(
                            "gemini-3.5-flash-lite", url, "none", PATIENCE))));
        HttpClient plain = HttpClient.newHttpClient()) {
      List<Double> added = new ArrayList<>();
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        double theirs = plainFirstEventMs(plain, url);
        double ours = firstTextMs(model);
        if (round >= WARM_UP) {
          added.add(ours - theirs);
        }
      }
      return added;
    } finally {
      server.stop(0);
      threads.close();
    }
  }

  private static double firstTextMs(LanguageModel model) {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, "당신은 친절한 안내원입니다."));
    for (int i = 0; i < 5; i++) {
      messages.add(new Message(Role.USER, "오늘 날씨가 좋네요. 어디로 가면 좋을까요?"));
      messages.add(new Message(Role.ASSISTANT, "강변 공원이 걷기 좋아요. 해 질 무렵에 특히 예뻐요."));
    }
    messages.add(new Message(Role.USER, "거기까지 얼마나 걸려요?"));
    long start = System.nanoTime();
    double[] firstMs = {0};
    model.generate(
        new Prompt(messages, 100, 0.7, 40),
        text -> firstMs[0] = (System.nanoTime() - start) / 1e6,
        Cancellation.none());
    return firstMs[0];
  }

  private static double plainFirstEventMs(HttpClient plain, URI url)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<java.io.InputStream> response =
        plain.send(
            HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data:")) {
        line = lines.readLine();
      }
      double ms = (System.nanoTime() - start) / 1e6;
      while (lines.readLine() != null) {
        // To the end, so that the connection is used again.
      }
      return ms;
    }
  }
}
