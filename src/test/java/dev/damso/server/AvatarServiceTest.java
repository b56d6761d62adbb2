package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AvatarServiceTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final CopyOnWriteArrayList<String> avatars = new CopyOnWriteArrayList<>(List.of("mina"));
  private final CountDownLatch slowBegun = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private boolean takesPhotos = true;

  @SuppressWarnings("NullAway.Init")
  private DamsoServer server;

  /** Makes avatars of anything but "bad"; "slow" waits. */
  private final Casting casting =
      new Casting() {
        @Override
        public Looks looks() {
          return new Looks(avatars, List.of("studio"));
        }

        @Override
        public boolean takesPhotos() {
          return takesPhotos;
        }

        @Override
        public void create(String name, byte[] photo) {
          if (new String(photo, StandardCharsets.UTF_8).equals("bad")) {
            throw UserFacingException.badInput("얼굴이 없다: use another");
          }
          if (name.equals("slow")) {
            slowBegun.countDown();
            try {
              slowMayEnd.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          avatars.add(name);
        }
      };

  @BeforeEach
  void open() {
    server =
        DamsoServer.open(
            Listening.locally(),
            (_, _, _) -> {
              throw new UnsupportedOperationException();
            },
            casting,
            1,
            Optional.empty(),
            Optional.empty());
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private HttpRequest request(String query, String type, String body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/api/avatars?" + query))
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body));
    return (headers.length == 0 ? builder : builder.headers(headers)).build();
  }

  private HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private void refused(int status, String why, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = sent(request);
    assertThat(response.body()).contains(why);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(avatars).containsExactly("mina");
  }

  @Test
  void aPhotoBecomesAnAvatarThatPagesCanChoose() throws Exception {
    String name = URLEncoder.encode("민아", StandardCharsets.UTF_8);
    HttpResponse<String> made = sent(request("name=" + name + "&confirmed=yes", "image/png", "x"));
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).isEqualTo("{\"name\":\"민아\"}");
    HttpRequest looks =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/looks"))
            .build();
    assertThat(sent(looks).body())
        .startsWith("{\"photos\":true,")
        .endsWith("\"avatars\":[\"mina\",\"민아\"],\"backdrops\":[\"studio\"]}");
  }

  @Test
  void whatWillNotDoIsRefusedWithItsReason() throws Exception {
    refused(400, "얼굴이 없다", request("name=a&confirmed=yes", "image/jpeg", "bad"));
    refused(400, "confirm", request("name=a", "image/jpeg", "x"));
    refused(415, "JPEG", request("name=a&confirmed=yes", "image/heic", "x"));
    refused(413, "20 MB", request("name=a&confirmed=yes", "image/png", "x".repeat(21 << 20)));
    refused(
        403,
        "origins",
        request("name=a&confirmed=yes", "image/png", "x", "origin", "http://elsewhere.example"));
    takesPhotos = false;
    refused(403, "face.uploads", request("name=a&confirmed=yes", "image/png", "x"));
  }

  @Test
  void oneIsMadeAtATime() throws Exception {
    Thread slow =
        Thread.ofVirtual()
            .start(() -> {
              try {
                sent(request("name=slow&confirmed=yes", "image/png", "x"));
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    slowBegun.await();
    refused(503, "try again", request("name=a&confirmed=yes", "image/png", "x"));
    slowMayEnd.countDown();
    slow.join();
    assertThat(avatars).containsExactly("mina", "slow");
  }
}
