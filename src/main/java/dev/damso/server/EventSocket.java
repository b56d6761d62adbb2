package dev.damso.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event socket of one page. Out: {@link EventJson}. In: {@code {"type":"say","text":"…"}},
 * {@code {"type":"hush"}}; anything else is ignored.
 */
final class EventSocket implements WsListener {
  private static final Logger LOG = System.getLogger(EventSocket.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TEXT = 2_000;

  private final Conversations conversations;
  private final StringBuilder partial = new StringBuilder();
  private @Nullable LiveConversation live;
  private @Nullable Outbox outbox;
  private String id = "";

  EventSocket(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
    String[] parts = prologue.uriPath().path().split("/");
    id = parts.length > 3 ? parts[3] : "";
    return Optional.empty();
  }

  @Override
  public void onOpen(WsSession session) {
    Optional<LiveConversation> found = conversations.find(id);
    if (found.isEmpty()) {
      session.close(WsCloseCodes.VIOLATED_POLICY, "no such conversation");
      return;
    }
    live = found.get();
    Outbox writes = new Outbox();
    outbox = writes;
    live.subscribe(
        json -> writes.add(() -> session.send(json, true)),
        ending -> writes.addLast(() -> session.close(ending.code(), ending.reason())));
  }

  @Override
  public void onClose(WsSession session, int status, String reason) {
    gone();
  }

  @Override
  public void onError(WsSession session, Throwable failure) {
    LOG.log(Level.DEBUG, "the page is gone", failure);
    gone();
  }

  private void gone() {
    Outbox writes = outbox;
    if (writes != null) {
      writes.close();
    }
  }

  @Override
  public void onMessage(WsSession session, String text, boolean last) {
    Outbox writes = outbox;
    if (writes == null) {
      return;
    }
    partial.append(text);
    if (partial.length() > 4 * LONGEST_TEXT) {
      partial.setLength(0);
      writes.addLast(() -> session.close(WsCloseCodes.TOO_BIG, "message too long"));
      return;
    }
    if (last) {
      String message = partial.toString();
      partial.setLength(0);
      receive(message);
    }
  }

  private void receive(String message) {
    LiveConversation current = live;
    if (current == null) {
      return;
    }
    try {
      JsonNode node = JSON.readTree(message);
      switch (node.path("type").asText()) {
        case "say" -> {
          String text = node.path("text").asText().strip();
          if (!text.isEmpty()) {
            current.say(text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
          }
        }
        case "hush" -> current.hush();
        default -> LOG.log(Level.DEBUG, "an unknown message type was ignored");
      }
    } catch (JsonProcessingException e) {
      LOG.log(Level.DEBUG, "a message that is not JSON was ignored");
    }
  }
}
