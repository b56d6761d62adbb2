package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.Greetings;
import dev.damso.llm.Prompt;
import dev.damso.llm.SystemPrompt;
import dev.damso.llm.knowledge.Knowledge;

/**
 * What answers are made from.
 *
 * @param persona who the avatar is; empty for the default
 * @param emotions whether the model is asked for emotion tags
 * @param fillerMs silence before the first word that a filler breaks; 0 for never
 */
public record ThinkerSettings(
    String persona,
    Knowledge knowledge,
    Greetings greetings,
    int fillerMs,
    int maxTokens,
    double temperature,
    int topK,
    boolean emotions) {
  /** What a model is asked when a person in this conversation says {@code text}. */
  Prompt prompt(ChatHistory history, String text, String language) {
    SystemPrompt system = SystemPrompt.of(persona, knowledge.whole(), language);
    return new Prompt(
        history.prompt(
            emotions ? system.withEmotions(language) : system, knowledge.reference(text), text),
        maxTokens,
        temperature,
        topK);
  }
}
