package dev.damso.llm;

import java.util.List;

/**
 * A request to a language model.
 *
 * @param messages the system message, then turns in order; the last is the user's
 * @param maxTokens longest answer
 * @param temperature 0 for the likeliest answer
 * @param topK choose among so many likeliest tokens
 */
public record Prompt(List<Message> messages, int maxTokens, double temperature, int topK) {}
