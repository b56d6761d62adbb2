package dev.damso.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.damso.conversation.ConversationEvent;
import java.util.Locale;

/** Events as the page reads them: one JSON object each, told apart by {@code type}. */
final class EventJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventJson() {}

  static String of(ConversationEvent event) {
    ObjectNode node = JSON.createObjectNode();
    switch (event) {
      case ConversationEvent.StateChanged changed ->
          node.put("type", "state").put("state", changed.state().name().toLowerCase(Locale.ROOT));
      case ConversationEvent.UserPartial partial ->
          node.put("type", "partial").put("stable", partial.stable()).put("tail", partial.tail());
      case ConversationEvent.AvatarPaused paused ->
          node.put("type", "paused").put("reply", paused.reply());
      case ConversationEvent.UserSaid said ->
          node.put("type", "user").put("reply", said.reply()).put("text", said.text());
      case ConversationEvent.AvatarSays says ->
          node.put("type", "avatar")
              .put("reply", says.reply())
              .put("text", says.text())
              .put("in_ms", Math.round(says.inMs()));
      case ConversationEvent.ReplyFinished finished -> {
        node.put("type", "finished")
            .put("reply", finished.reply())
            .put("heard", finished.heardText())
            .put("interrupted", finished.interrupted());
        ObjectNode stages = node.putObject("stages");
        finished.stages().forEach(stages::put);
      }
      case ConversationEvent.Problem problem ->
          node.put("type", "problem").put("code", problem.code()).put("message", problem.message());
    }
    return node.toString();
  }
}
