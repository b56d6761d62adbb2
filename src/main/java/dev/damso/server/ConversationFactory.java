package dev.damso.server;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import java.util.function.Consumer;

/** Makes conversations; {@code Main} knows of what. */
@FunctionalInterface
public interface ConversationFactory {
  /**
   * @param language of the person's page, {@code ko} or {@code en}
   */
  Conversation create(String language, MediaSink sink, Consumer<ConversationEvent> events);
}
