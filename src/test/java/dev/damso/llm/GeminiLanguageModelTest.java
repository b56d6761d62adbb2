package dev.damso.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.damso.media.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a local server that streams Gemini's wire format (server-sent events of JSON). */
final class GeminiLanguageModelTest {
  private interface Reply {
    void write(OutputStream body) throws Exception;
  }

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch testOver = new CountDownLatch(1);
  private final List<String> heard = new ArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile Reply reply = body -> {};

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestURI().getPath()
                  + "\n"
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(status, 0);
          try (exchange) {
            reply.write(exchange.getResponseBody());
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    testOver.countDown();
    server.stop(0);
  }

  @Test
  void streamsTheAnswerAndTellsItsUsage() {
    reply =
        body -> {
          body.write(event("안녕하세요! ", ""));
          body.write(event("담소예요.", "STOP"));
        };
    Completion completion = generate(Cancellation.none());
    assertThat(heard).containsExactly("안녕하세요! ", "담소예요.");
    assertThat(completion.text()).isEqualTo("안녕하세요! 담소예요.");
    assertThat(completion.promptTokens()).isEqualTo(12);
    assertThat(completion.completionTokens()).isEqualTo(7);
    assertThat(requests.remove())
        .contains("gemini-2.5-flash:streamGenerateContent")
        .containsPattern("\"thinkingBudget\"\\s*:\\s*0")
        .containsPattern("\"maxOutputTokens\"\\s*:\\s*100");
  }

  @Test
  void asksTwiceWhenTheServerFailsAndNeverTellsTheKey() {
    status = 500;
    reply = body -> body.write("secret-key is bad".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> generate(Cancellation.none()))
        .isInstanceOf(LanguageModelException.class)
        .hasMessageContaining("did not answer")
        .hasMessageNotContaining("secret-key")
        .hasNoCause();
    assertThat(requests).hasSize(2);
  }

  @Test
  void silenceBeforeTheFirstWordTimesOut() {
    reply = body -> testOver.await();
    assertThatThrownBy(() -> generate(Cancellation.none()))
        .isInstanceOf(LanguageModelException.class)
        .hasMessageContaining("TimeoutException");
  }

  @Test
  void cancellingReturnsWhatCame() {
    Cancellation cancellation = new Cancellation();
    reply =
        body -> {
          body.write(event("하나", ""));
          body.flush();
          testOver.await();
        };
    try (GeminiLanguageModel model = model(Duration.ofSeconds(30))) {
      Completion completion = model.generate(prompt(), text -> cancellation.cancel(), cancellation);
      assertThat(completion.text()).isEqualTo("하나");
    }
  }

  @Test
  void aCutStreamIsNoWholeAnswer() {
    reply =
        body -> {
          body.write(event("하나", ""));
          body.flush();
          throw new IOException("cut");
        };
    assertThatThrownBy(() -> generate(Cancellation.none()))
        .isInstanceOf(LanguageModelException.class)
        .hasMessageContaining("broke off");
  }

  private Completion generate(Cancellation cancellation) {
    try (GeminiLanguageModel model = model(Duration.ofSeconds(2))) {
      return model.generate(prompt(), heard::add, cancellation);
    }
  }

  private GeminiLanguageModel model(Duration timeout) {
    URI base = URI.create("http://localhost:" + server.getAddress().getPort() + "/v1beta");
    return new GeminiLanguageModel("secret-key", GeminiLanguageModel.DEFAULT_MODEL, base, timeout);
  }

  private static Prompt prompt() {
    return new ChatHistory(4).prompt(SystemPrompt.of("", "ko"), "안녕", 100, 0.7, 40);
  }

  private static byte[] event(String text, String finish) {
    String end = finish.isEmpty() ? "" : ",\"finishReason\": \"" + finish + "\"";
    return ("data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"%s\"}],\"role\":"
            + " \"model\"}%s,\"index\": 0}],\"usageMetadata\": {\"promptTokenCount\":"
            + " 12,\"candidatesTokenCount\": 7,\"totalTokenCount\": 19},\"modelVersion\":"
            + " \"gemini-2.5-flash\"}\r\n\r\n")
        .formatted(text, end)
        .getBytes(StandardCharsets.UTF_8);
  }
}
