package dev.damso.llm.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.damso.llm.ToolSpec;
import dev.damso.llm.ToolSpec.Parameter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpToolTest {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "weather",
          "",
          List.of(
              new Parameter("city", ToolSpec.Type.STRING, "", true, List.of()),
              new Parameter("days", ToolSpec.Type.INTEGER, "", false, List.of())));

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile byte[] response = "맑음".getBytes(StandardCharsets.UTF_8);

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, response.length);
          try (exchange) {
            exchange.getResponseBody().write(response);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpTool tool(String path, boolean post) {
    return new HttpTool(
        SPEC,
        "http://127.0.0.1:" + server.getAddress().getPort() + path,
        post,
        Map.of("Authorization", "Bearer s3cret"),
        "");
  }

  @Test
  void holesAreFilledAndTheRestGoesIntoTheQuery() throws Exception {
    assertThat(tool("/w/{city}", false).call(Map.of("city", "서울 시", "days", 3L))).isEqualTo("맑음");
    assertThat(requests)
        .containsExactly("GET /w/%EC%84%9C%EC%9A%B8%20%EC%8B%9C?days=3 Bearer s3cret ");
  }

  @Test
  void aPostCarriesTheRestAsJson() throws Exception {
    tool("/w?c={city}", true).call(Map.of("city", "a", "days", 3L));
    assertThat(requests).containsExactly("POST /w?c=a Bearer s3cret {\"days\":3}");
  }

  @ParameterizedTest
  @CsvSource({
    "../admin, /w/..%2Fadmin",
    "a?b=c, /w/a%3Fb%3Dc",
    "a#b, /w/a%23b",
    "@evil.example, /w/%40evil.example",
    "%2e%2e, /w/%252e%252e",
    "{days}, /w/%7Bdays%7D",
  })
  void noArgumentLeavesItsPlace(String city, String path) throws Exception {
    tool("/w/{city}", false).call(Map.of("city", city));
    assertThat(requests.getFirst()).startsWith("GET " + path + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void segmentsOfDotsAreRefused(String city) {
    assertThatThrownBy(() -> tool("/w/{city}", false).call(Map.of("city", city)))
        .isInstanceOf(ToolException.class);
    assertThat(requests).isEmpty();
  }

  @Test
  void redirectsAreNotFollowed() {
    status = 302;
    assertThatThrownBy(() -> tool("/w/{city}", false).call(Map.of("city", "a")))
        .hasMessage("HTTP 302");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aHugeResponseIsReadInPart() throws Exception {
    response = new byte[5_000_000];
    assertThat(tool("/w/{city}", false).call(Map.of("city", "a"))).hasSize(64 << 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://host/{city}",
        "http://{city}/",
        "http://host:{city}/",
        "http://{city}@host/",
        "{city}",
        "nonsense",
        "http://host/{unknown}",
        "http://host/{days}",
        "http://a b/",
      })
  void otherAddressesAreRefused(String url) {
    assertThatThrownBy(() -> new HttpTool(SPEC, url, false, Map.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
