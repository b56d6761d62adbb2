package dev.damso.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.damso.media.UserFacingException;
import dev.damso.telemetry.Metrics;
import dev.damso.tts.TextToSpeech;
import dev.damso.webrtc.WebRtcServer;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import io.helidon.webserver.websocket.WsRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * HTTP: the page from the jar, signalling (WHIP-shaped, RFC 9725) under {@code /api/conversations},
 * events on a WebSocket, {@code /api/preview}, {@code /health}, {@code /metrics}. Media goes by
 * {@link WebRtcServer}'s UDP port.
 */
public final class DamsoServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WebServer web;
  private final WebRtcServer media;
  private final Conversations conversations;

  private DamsoServer(WebServer web, WebRtcServer media, Conversations conversations) {
    this.web = web;
    this.media = media;
    this.conversations = conversations;
  }

  /**
   * Binds both ports and answers from then on.
   *
   * @param casting what pages may choose from, at {@code /api/looks}, and avatars of photos
   * @param metrics shown at {@code /metrics}, or empty
   * @param preview the voices that {@code /api/preview} lets hear, or empty
   * @throws UserFacingException where a port is taken or the address is not this machine's
   */
  public static DamsoServer open(
      Listening where,
      ConversationFactory factory,
      Casting casting,
      int maxConversations,
      Optional<Metrics> metrics,
      Optional<Supplier<TextToSpeech>> preview) {
    WebRtcServer media = openMedia(where);
    Conversations conversations =
        new Conversations(media, factory, maxConversations, where.viewers());
    metrics.ifPresent(conversations::watch);
    WebServer web =
        WebServer.builder()
            .host(where.host())
            .port(where.port())
            .shutdownHook(false)
            .routing(routing ->
                route(routing, conversations, where.iceServers(), casting, metrics, preview))
            .addRouting(
                WsRouting.builder()
                    .endpoint(
                        "/api/conversations/{id}/events", () -> new EventSocket(conversations)))
            .build();
    web.start();
    if (!web.isRunning()) { // Helidon logs why, and goes on
      media.close();
      throw cannotListen(where.host(), where.port(), "--verbose shows why");
    }
    return new DamsoServer(web, media, conversations);
  }

  private static void route(
      HttpRouting.Builder routing,
      Conversations conversations,
      IceServers iceServers,
      Casting casting,
      Optional<Metrics> metrics,
      Optional<Supplier<TextToSpeech>> preview) {
    metrics.ifPresent(known ->
        routing.get(
            "/metrics",
            (_, response) ->
                response
                    .header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .send(known.scrape())));
    routing
        .any((request, response) -> {
          response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
          response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
          response.header(
              HeaderNames.create("Content-Security-Policy"),
              "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'");
          response.next();
        })
        .get("/health", (request, response) -> response.send("ok"))
        .get("/api/looks", (_, response) -> looks(casting, preview.isPresent(), response))
        .register("/api/avatars", new AvatarService(casting))
        .register("/api/conversations", new SignallingService(conversations, casting, iceServers));
    preview.ifPresent(voice ->
        routing.register(
            "/api/preview", new PreviewService(voice, () -> System.nanoTime() / 1_000_000)));
    routing.register(
        "/",
        StaticContentFeature.createService(
            ClasspathHandlerConfig.builder().location("web").welcome("index.html").build()));
  }

  private static void looks(Casting casting, boolean voice, ServerResponse response) {
    Looks looks = casting.looks();
    ObjectNode json =
        JSON.createObjectNode()
            .put("photos", casting.takesPhotos())
            .put("recorded", casting.records())
            .put("voice", voice);
    looks.avatars().forEach(json.putArray("avatars")::add);
    looks.backdrops().forEach(json.putArray("backdrops")::add);
    response.header(HeaderNames.CONTENT_TYPE, "application/json").send(json.toString());
  }

  private static WebRtcServer openMedia(Listening where) {
    try {
      List<InetAddress> advertised =
          where.publicAddress().isEmpty()
              ? List.of()
              : List.of(InetAddress.getByName(where.publicAddress()));
      return WebRtcServer.open(
          new InetSocketAddress(InetAddress.getByName(where.host()), where.udpPort()), advertised);
    } catch (UnknownHostException e) {
      throw noSuchAddress(e);
    }
  }

  /**
   * Tells early what {@link #open} would fail for.
   *
   * @throws UserFacingException if there is no such address or port, or another program has it
   */
  public static void requireFree(String host, int port) {
    if (port < 0 || port > 65_535) {
      throw UserFacingException.badInput("there is no port " + port + "; choose 1 to 65535");
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw noSuchAddress(e);
    } catch (IOException e) {
      throw cannotListen(host, port, String.valueOf(e.getMessage()));
    }
  }

  private static UserFacingException noSuchAddress(UnknownHostException e) {
    return UserFacingException.badInput(
        "no such address: " + e.getMessage() + " (server.host, server.publicAddress)");
  }

  private static UserFacingException cannotListen(String host, int port, String why) {
    return UserFacingException.failed(
        "port %d on %s cannot be had (%s). Stop what uses it, or choose another: --port N"
            .formatted(port, host, why));
  }

  /** The TCP port that was bound. */
  public int port() {
    return web.port();
  }

  /** Makes the first offer as quick as later ones. */
  public void warmUp() {
    media.warmUp();
  }

  @Override
  public void close() {
    web.stop();
    conversations.close();
    media.close();
  }
}
