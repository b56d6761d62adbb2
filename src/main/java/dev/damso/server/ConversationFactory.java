package dev.damso.server;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import java.util.function.Consumer;

/** Makes conversations; {@code Main} knows of what. */
@FunctionalInterface
public interface ConversationFactory {
  Conversation create(Wishes wishes, MediaSink sink, Consumer<ConversationEvent> events);
}
