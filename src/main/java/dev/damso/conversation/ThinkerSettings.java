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
 * @param fillerMs silence before the first word that a filler breaks; 0 for never
 */
public record ThinkerSettings(
    String persona,
    Knowledge knowledge,
    Greetings greetings,
    int fillerMs,
    int maxTokens,
    double temperature,
    int topK) {
  /** What a model is asked when a person in this conversation says {@code text}. */
  Prompt prompt(ChatHistory history, String text, String language) {
    return new Prompt(
        history.prompt(
            SystemPrompt.of(persona, knowledge.whole(), language), knowledge.reference(text), text),
        maxTokens,
        temperature,
        topK);
  }
}
