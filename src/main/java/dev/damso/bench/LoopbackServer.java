package dev.damso.bench;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.UserFacingException;
import dev.damso.server.Casting;
import dev.damso.server.DamsoServer;
import dev.damso.server.Listening;
import dev.damso.server.Looks;
import dev.damso.server.Wishes;
import dev.damso.webrtc.client.WebRtcClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The server as browsers meet it, on the loopback interface: signalling over HTTP. Thread safe;
 * callers join one at a time.
 */
final class LoopbackServer implements AutoCloseable {
  private static final int MOST = 1_000;
  private static final int PATIENCE_SECONDS = 10;

  /** Held, or its level would be forgotten: a thousand callers that hang up are no news. */
  private static final Logger ENDINGS = Logger.getLogger("dev.damso.server.LiveConversation");

  /** Nobody chooses. */
  private static final Looks LOOKS = new Looks(List.of(""), List.of(""));

  private final Stages stages;
  private final ReplySettings settings;
  private final Pacer pacer;
  private final UnaryOperator<MediaSink> way;
  private final HttpClient http = HttpClient.newHttpClient();
  private final DamsoServer server;

  /** Who joins now; the server asks for its conversation before or after the answer. */
  private volatile @Nullable Joining joining;

  private record Joining(
      Consumer<ConversationEvent> events, CompletableFuture<Conversation> conversation) {}

  /**
   * @param way what coded sound and pictures pass on their way to the peer
   */
  LoopbackServer(Stages stages, ReplySettings settings, Pacer pacer, UnaryOperator<MediaSink> way) {
    this.stages = stages;
    this.settings = settings;
    this.pacer = pacer;
    this.way = way;
    ENDINGS.setLevel(Level.WARNING);
    this.server =
        DamsoServer.open(
            Listening.locally(),
            this::conversation,
            Casting.of(LOOKS),
            MOST,
            Optional.empty(),
            Optional.empty());
  }

  void warmUp() {
    server.warmUp();
  }

  /** On a thread of the server, while {@link #join} waits for it. */
  private Conversation conversation(
      Wishes wishes, MediaSink sink, Consumer<ConversationEvent> events) {
    Joining caller = Objects.requireNonNull(joining, "nobody offered");
    Conversation made =
        new Conversation(
            stages,
            settings.withLanguage(wishes.language()),
            pacer,
            way.apply(sink),
            caller.events().andThen(events));
    caller.conversation().complete(made);
    return made;
  }

  /**
   * Connects a client.
   *
   * @param events told what happens in the conversation
   * @return its conversation
   */
  synchronized Conversation join(WebRtcClient client, Consumer<ConversationEvent> events)
      throws InterruptedException {
    CompletableFuture<Conversation> made = new CompletableFuture<>();
    joining = new Joining(events, made);
    client.answer(post(client.offer()));
    try {
      return made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw UserFacingException.failed("the server did not take the caller", e);
    }
  }

  private String post(String offer) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/api/conversations?language=ko");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString(offer))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 201) {
        throw UserFacingException.failed("the server refused the caller: " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw UserFacingException.failed("the server does not answer: " + e, e);
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
