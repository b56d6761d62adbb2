package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.webrtc.Offers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WHIP's HTTP (RFC 9725), without media. */
final class SignallingTest {
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
  private static final String RESTART =
      "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"
          + "a=ice-ufrag:another\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\n";

  private final IceServers iceServers =
      IceServers.of(
          List.of("stun:stun.example", "turn:turn.example"),
          Map.of("TURN_USERNAME", "user", "TURN_PASSWORD", "pass"),
          () -> Instant.EPOCH);
  private final DamsoServer server =
      DamsoServer.open(
          new Listening("127.0.0.1", 0, 0, "", iceServers, 2),
          (_, _, _) -> {
            throw new IllegalStateException("nobody comes");
          },
          Casting.of(new Looks(List.of("mina"), List.of("studio"))),
          1,
          Optional.empty(),
          Optional.empty());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> offer(String sdp) throws Exception {
    return send("POST", "/api/conversations", sdp, "content-type", "application/sdp");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }

  private int patch(String location, String type, String condition, String body) throws Exception {
    return send("PATCH", location, body, "content-type", type, "if-match", condition).statusCode();
  }

  @Test
  void anAnswerTellsOfTheLocationTheCredentialsAndTheServers() throws Exception {
    HttpResponse<String> response = offer(Offers.chromium());
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(header(response, "location")).matches("/api/conversations/[0-9a-f]{32}");
    assertThat(header(response, "etag")).matches("\"[A-Za-z0-9]{8}\"");
    assertThat(header(response, "accept-patch")).isEqualTo(FRAGMENT);
    assertThat(String.join(", ", response.headers().allValues("link")))
        .contains("<stun:stun.example>; rel=\"ice-server\"")
        .contains(
            "<turn:turn.example>; rel=\"ice-server\"; username=\"user\"; credential=\"pass\"");
    assertThat(response.body()).contains("a=ice-lite");
    assertThat(send("DELETE", header(response, "location"), "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", header(response, "location"), "").statusCode()).isEqualTo(404);
  }

  @Test
  void iceRestarts() throws Exception {
    HttpResponse<String> answer = offer(Offers.chromium());
    String location = header(answer, "location");
    String tag = header(answer, "etag");
    HttpResponse<String> restarted =
        send("PATCH", location, RESTART, "content-type", FRAGMENT, "if-match", "*");
    assertThat(restarted.statusCode()).isEqualTo(200);
    assertThat(header(restarted, "content-type")).startsWith(FRAGMENT);
    assertThat(header(restarted, "etag")).isNotEqualTo(tag);
    assertThat(restarted.body()).contains("a=ice-ufrag:", "a=ice-pwd:", "a=candidate:");
    assertThat(patch(location, FRAGMENT, header(restarted, "etag"), RESTART))
        .as("candidates of the same credentials")
        .isEqualTo(204);
    assertThat(patch(location, FRAGMENT, tag, RESTART)).isEqualTo(412);
    assertThat(patch(location, "application/sdp", "*", RESTART)).isEqualTo(415);
    assertThat(patch(location, FRAGMENT, "*", "a=ice-ufrag:x")).isEqualTo(400);
    assertThat(patch(location, FRAGMENT, "*", "a".repeat(70_000))).isEqualTo(413);
    assertThat(patch(location + "0", FRAGMENT, "*", RESTART)).isEqualTo(404);
    assertThat(send("PATCH", location, RESTART, "content-type", FRAGMENT).statusCode())
        .isEqualTo(428);
  }

  @Test
  void hostileOffersAreRefusedInOneLine() throws Exception {
    Map<String, Integer> offers =
        Map.of(
            "",
            400,
            "v=0",
            400,
            "x".repeat(70_000),
            413,
            "v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n".repeat(1_000),
            400,
            Offers.chromium().replace("sha-256", "md5"),
            400,
            Offers.chromium().replaceAll("(?m)^a=fingerprint.*$", "a=x"),
            400);
    for (Map.Entry<String, Integer> offer : offers.entrySet()) {
      HttpResponse<String> response = offer(offer.getKey());
      assertThat(response.statusCode()).isEqualTo(offer.getValue());
      assertThat(response.body()).isNotEmpty().doesNotContain("\n");
    }
    HttpResponse<String> huge = offer("x".repeat(10 << 20));
    assertThat(huge.statusCode()).isEqualTo(413);
  }

  @Test
  void pagesOfOtherOriginsDoNothing() throws Exception {
    assertThat(
            send("POST", "/api/conversations", Offers.chromium(), "origin", "http://evil.example")
                .statusCode())
        .isEqualTo(403);
    String location = header(offer(Offers.chromium()), "location");
    assertThat(
            send(
                    "PATCH",
                    location,
                    RESTART,
                    "content-type",
                    FRAGMENT,
                    "if-match",
                    "*",
                    "origin",
                    "http://evil.example")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void anOfferWhoseCallerHasNotComeCannotBeWatched() throws Exception {
    String location = header(offer(Offers.chromium()), "location");
    assertThat(
            send(
                    "POST",
                    location + "/viewers",
                    Offers.chromium(),
                    "content-type",
                    "application/sdp")
                .statusCode())
        .isEqualTo(404);
  }
}
