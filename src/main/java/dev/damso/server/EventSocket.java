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
import java.util.concurrent.locks.ReentrantLock;
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
  private final ReentrantLock sending = new ReentrantLock();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable LiveConversation live;
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
    live.subscribe(
        json -> guarded(() -> session.send(json, true)),
        () -> guarded(() -> session.close(WsCloseCodes.NORMAL_CLOSE, "ended")));
  }

  private void guarded(Runnable write) {
    sending.lock();
    try {
      write.run();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the page is gone", e);
    } finally {
      sending.unlock();
    }
  }

  @Override
  public void onMessage(WsSession session, String text, boolean last) {
    partial.append(text);
    if (partial.length() > 4 * LONGEST_TEXT) {
      session.close(WsCloseCodes.TOO_BIG, "message too long");
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
