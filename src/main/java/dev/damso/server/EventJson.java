package dev.damso.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.damso.conversation.ConversationEvent;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.telemetry.Stage;
import java.util.Locale;
import java.util.OptionalDouble;

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
        finished.timeline().stages().forEach(stages::put);
        node.set("spans", spans(finished.timeline()));
        finished.completion().ifPresent(made -> node.set("llm", JSON.valueToTree(made.usage())));
      }
      case ConversationEvent.Problem problem ->
          node.put("type", "problem").put("code", problem.code()).put("message", problem.message());
      case ConversationEvent.Recorded recorded ->
          node.put("type", "recorded").put("on", recorded.on());
    }
    return node.toString();
  }

  /** Who watches, told to who talks. */
  static String viewers(String watchId, int count) {
    return JSON.createObjectNode()
        .put("type", "viewers")
        .put("id", watchId)
        .put("count", count)
        .toString();
  }

  /** Each stage with its milliseconds from the end of speech: {@code {"stt": [12.5, 140.1]}}. */
  private static ObjectNode spans(ReplyTimeline timeline) {
    ObjectNode spans = JSON.createObjectNode();
    for (Stage stage : Stage.values()) {
      OptionalDouble from = timeline.between(Mark.SPEECH_END, stage.from());
      OptionalDouble to = timeline.between(Mark.SPEECH_END, stage.to());
      if (from.isPresent() && to.isPresent()) {
        spans.putArray(stage.label()).add(round(from.getAsDouble())).add(round(to.getAsDouble()));
      }
    }
    return spans;
  }

  private static double round(double ms) {
    return Math.round(ms * 10) / 10.0;
  }
}
