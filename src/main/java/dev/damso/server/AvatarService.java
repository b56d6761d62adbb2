package dev.damso.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.UserFacingException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * {@code POST /api/avatars?name=…&confirmed=yes} with a JPEG or PNG photo → 201: an avatar of it.
 * One at a time; the photo itself is not kept.
 */
final class AvatarService implements HttpService {
  /** Bytes of a photo. */
  private static final int MOST = 20 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Casting casting;
  private final Semaphore one = new Semaphore(1);

  AvatarService(Casting casting) {
    this.casting = casting;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/", this::create);
  }

  private void create(ServerRequest request, ServerResponse response) throws IOException {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    if (!casting.takesPhotos()) {
      refuse(response, Status.FORBIDDEN_403, "no avatars are made here (face.uploads)");
    } else if (!SignallingService.sameOrigin(request)) {
      refuse(response, Status.FORBIDDEN_403, "other origins may not make avatars");
    } else if (!type.equals("image/jpeg") && !type.equals("image/png")) {
      refuse(
          response,
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          "the photo is neither JPEG nor PNG: export it as JPEG");
    } else if (!request.query().first("confirmed").orElse("").equals("yes")) {
      refuse(response, Status.BAD_REQUEST_400, "confirm that you may use this person's likeness");
    } else if (!one.tryAcquire()) {
      refuse(
          response,
          Status.SERVICE_UNAVAILABLE_503,
          "another avatar is being made: try again in ten seconds");
    } else {
      try {
        make(request, response);
      } finally {
        one.release();
      }
    }
  }

  private void make(ServerRequest request, ServerResponse response) throws IOException {
    byte[] photo = body(request);
    if (photo.length > MOST) {
      refuse(
          response,
          Status.REQUEST_ENTITY_TOO_LARGE_413,
          "the photo has more than %d MB: save it smaller".formatted(MOST >> 20));
      return;
    }
    String name = request.query().first("name").orElse("");
    try {
      casting.create(name, photo);
      response
          .status(Status.CREATED_201)
          .header(HeaderNames.CONTENT_TYPE, "application/json")
          .send(JSON.writeValueAsString(Map.of("name", name)));
    } catch (UserFacingException e) {
      refuse(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
    }
  }

  private static void refuse(ServerResponse response, Status status, String why) {
    response.status(status).header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send(why);
  }

  private static byte[] body(ServerRequest request) {
    try (InputStream in = request.content().inputStream()) {
      return in.readNBytes(MOST + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
