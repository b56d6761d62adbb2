package dev.damso.server;

import dev.damso.webrtc.PeerConnection;
import dev.damso.webrtc.SdpException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Signalling, shaped as WHIP (RFC 9725): {@code POST} an SDP offer (query: {@code language}, {@code
 * avatar}, {@code backdrop}) → 201 with the answer, {@code Location} and the ICE servers; {@code
 * PATCH} that location for an ICE restart, {@code DELETE} it to hang up. Viewers (WHEP) are a
 * conversation's {@code /viewers}, under its own id or the one that is for viewers only. {@code
 * docs/openapi.yaml} says the details.
 */
final class SignallingService implements HttpService {
  /** A browser's offer has 3 to 8 kB. */
  private static final int LONGEST_OFFER = 64 * 1024;

  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  private final Conversations conversations;
  private final Casting casting;
  private final IceServers iceServers;

  SignallingService(Conversations conversations, Casting casting, IceServers iceServers) {
    this.conversations = conversations;
    this.casting = casting;
    this.iceServers = iceServers;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/", this::offer)
        .patch("/{id}", this::ice)
        .delete("/{id}", this::hangUp)
        .post("/{id}/viewers", this::watch)
        .patch("/{id}/viewers/{viewer}", this::iceOfViewer)
        .delete("/{id}/viewers/{viewer}", this::unwatch);
  }

  private void offer(ServerRequest request, ServerResponse response) {
    if (!sameOrigin(request)) {
      response.status(Status.FORBIDDEN_403).send("other origins may not start a conversation");
      return;
    }
    byte[] body = body(request);
    if (body.length > LONGEST_OFFER) {
      response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send("the SDP offer is too long");
      return;
    }
    String language = request.query().first("language").orElse("en").toLowerCase(Locale.ROOT);
    Looks looks = casting.looks();
    Optional<String> avatar = chosen(request, "avatar", looks.avatars());
    Optional<String> backdrop = chosen(request, "backdrop", looks.backdrops());
    if (avatar.isEmpty() || backdrop.isEmpty()) {
      response
          .status(Status.BAD_REQUEST_400)
          .send("no such " + (avatar.isEmpty() ? "avatar" : "backdrop") + "; see /api/looks");
      return;
    }
    Wishes wishes =
        new Wishes(language.startsWith("ko") ? "ko" : "en", avatar.get(), backdrop.get());
    try {
      Optional<LiveConversation> live =
          conversations.offer(new String(body, StandardCharsets.UTF_8), wishes);
      if (live.isEmpty()) {
        response.status(Status.SERVICE_UNAVAILABLE_503).send("all conversations are taken");
        return;
      }
      created(response, live.get().peer(), "/api/conversations/" + live.get().id());
    } catch (SdpException e) {
      response.status(Status.BAD_REQUEST_400).send(String.valueOf(e.getMessage()));
    }
  }

  /** The query's choice, or the first; empty where it is none of {@code names}. */
  private static Optional<String> chosen(ServerRequest request, String key, List<String> names) {
    String name = request.query().first(key).orElse(names.getFirst());
    return names.contains(name) ? Optional.of(name) : Optional.empty();
  }

  private void watch(ServerRequest request, ServerResponse response) {
    if (!sameOrigin(request)) {
      response.status(Status.FORBIDDEN_403).send("other origins may not watch a conversation");
      return;
    }
    String id = request.path().pathParameters().get("id");
    Optional<LiveConversation> live = conversations.watched(id);
    byte[] body = body(request);
    if (live.isEmpty()) {
      response.status(Status.NOT_FOUND_404).send("no such conversation");
    } else if (body.length > LONGEST_OFFER) {
      response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send("the SDP offer is too long");
    } else {
      try {
        conversations
            .watch(live.get(), new String(body, StandardCharsets.UTF_8))
            .ifPresentOrElse(
                peer ->
                    created(response, peer, "/api/conversations/" + id + "/viewers/" + peer.id()),
                () ->
                    response
                        .status(Status.SERVICE_UNAVAILABLE_503)
                        .send("no more viewers can watch this conversation"));
      } catch (SdpException e) {
        response.status(Status.BAD_REQUEST_400).send(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Answers an offer (RFC 9725 §4.2). */
  private void created(ServerResponse response, PeerConnection peer, String location) {
    iceServers.links().forEach(link -> response.headers().add(HeaderNames.LINK, link));
    response
        .status(Status.CREATED_201)
        .header(HeaderNames.LOCATION, location)
        .header(HeaderNames.ETAG, tag(peer))
        .header(HeaderNames.ACCEPT_PATCH, FRAGMENT)
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.CONTENT_TYPE, "application/sdp")
        .send(peer.sdpAnswer());
  }

  private static String tag(PeerConnection peer) {
    return "\"" + peer.iceTag() + "\"";
  }

  private void ice(ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    ice(request, response, conversations.find(id).map(LiveConversation::peer));
  }

  private void iceOfViewer(ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    String viewer = request.path().pathParameters().get("viewer");
    ice(request, response, conversations.watched(id).flatMap(live -> live.viewer(viewer)));
  }

  /** An ICE restart, or candidates, which a lite agent does not need (RFC 9725 §4.3). */
  private static void ice(
      ServerRequest request, ServerResponse response, Optional<PeerConnection> peer) {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    Optional<String> condition = request.headers().first(HeaderNames.IF_MATCH);
    byte[] body = body(request);
    if (!sameOrigin(request)) {
      response.status(Status.FORBIDDEN_403).send("other origins may not touch a conversation");
    } else if (peer.isEmpty()) {
      response.status(Status.NOT_FOUND_404).send("no such conversation or viewer");
    } else if (!type.startsWith(FRAGMENT)) {
      response.status(Status.UNSUPPORTED_MEDIA_TYPE_415).send("send " + FRAGMENT);
    } else if (body.length > LONGEST_OFFER) {
      response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send("the SDP fragment is too long");
    } else if (condition.isEmpty()) {
      response.status(Status.PRECONDITION_REQUIRED_428).send("If-Match is missing");
    } else if (!condition.get().equals("*") && !condition.get().equals(tag(peer.get()))) {
      response.status(Status.PRECONDITION_FAILED_412).send("ICE has restarted meanwhile");
    } else {
      try {
        Optional<String> restarted = peer.get().ice(new String(body, StandardCharsets.UTF_8));
        response.header(HeaderNames.ETAG, tag(peer.get()));
        restarted.ifPresentOrElse(
            fragment ->
                response
                    .status(Status.OK_200)
                    .header(HeaderNames.CONTENT_TYPE, FRAGMENT)
                    .send(fragment),
            () -> response.status(Status.NO_CONTENT_204).send());
      } catch (SdpException e) {
        response.status(Status.BAD_REQUEST_400).send(String.valueOf(e.getMessage()));
      }
    }
  }

  private void unwatch(ServerRequest request, ServerResponse response) {
    boolean found =
        conversations
            .watched(request.path().pathParameters().get("id"))
            .filter(live -> live.unwatch(request.path().pathParameters().get("viewer")))
            .isPresent();
    response.status(found ? Status.NO_CONTENT_204 : Status.NOT_FOUND_404).send();
  }

  private void hangUp(ServerRequest request, ServerResponse response) {
    Optional<LiveConversation> live = conversations.find(request.path().pathParameters().get("id"));
    live.ifPresent(LiveConversation::close);
    response.status(live.isPresent() ? Status.NO_CONTENT_204 : Status.NOT_FOUND_404).send();
  }

  /** Keeps pages of other sites from starting conversations in a visitor's browser. */
  static boolean sameOrigin(ServerRequest request) {
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
    Optional<String> host = request.headers().first(HeaderNames.HOST);
    return origin.isEmpty()
        || host.isPresent() && origin.get().replaceFirst("^https?://", "").equals(host.get());
  }

  private static byte[] body(ServerRequest request) {
    try (InputStream in = request.content().inputStream()) {
      return in.readNBytes(LONGEST_OFFER + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
