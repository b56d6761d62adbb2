package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.tts.FakeTextToSpeech;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PreviewTest {
  private final DamsoServer server =
      DamsoServer.open(
          Listening.locally(),
          (_, _, _) -> {
            throw new IllegalStateException("nobody calls");
          },
          Casting.of(new Looks(List.of("mina"), List.of("studio"))),
          1,
          Optional.empty(),
          Optional.of(() -> new FakeTextToSpeech(500, "")));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
    http.close();
  }

  private HttpResponse<byte[]> post(byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/api/preview?language=ko"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(String text) throws IOException, InterruptedException {
    return post(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void aTextBecomesAWav() throws Exception {
    HttpResponse<byte[]> answer = post("안녕하세요!");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("audio/wav");
    assertThat(answer.body()).hasSize(44 + 48_000).startsWith('R', 'I', 'F', 'F');
  }

  @Test
  void whatCannotBeSaidIsRefused() throws Exception {
    assertThat(post("").statusCode()).isEqualTo(400);
    assertThat(post("😀 *smiles*").statusCode()).isEqualTo(400);
    assertThat(post(new byte[] {(byte) 0xff, (byte) 0xc0, 0}).statusCode()).isEqualTo(400);
    assertThat(post("가".repeat(201)).statusCode()).isEqualTo(413);
    assertThat(post(new byte[1 << 20]).statusCode()).isEqualTo(413);
    assertThat(
            post(
                    "네.".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "Origin",
                    "http://elsewhere")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void onlyAFewAMinute() throws Exception {
    for (int i = 0; i < 6; i++) {
      assertThat(post("네.").statusCode()).isEqualTo(200);
    }
    assertThat(post("네.").statusCode()).isEqualTo(429);
  }

  @Test
  void theLimitRefills() {
    RateLimit limit = new RateLimit(2, 1000);
    assertThat(limit.allows(0)).isTrue();
    assertThat(limit.allows(0)).isTrue();
    assertThat(limit.allows(500)).isFalse();
    assertThat(limit.allows(1000)).isTrue();
    assertThat(limit.allows(1000)).isFalse();
    assertThat(limit.allows(100_000)).isTrue();
    assertThat(limit.allows(100_000)).isTrue();
    assertThat(limit.allows(100_000)).isFalse();
  }
}
