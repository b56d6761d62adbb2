package dev.damso.llm;

/**
 * A model's wish to call a tool; from outside, so anything may be in it.
 *
 * @param id the provider's name for this call, or empty
 * @param arguments a JSON object, supposedly
 */
public record ToolCall(String id, String name, String arguments) {}
