package dev.damso.llm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an answer came about.
 *
 * @param text all of it
 * @param calls tools that the model wants called before it goes on
 * @param timeToFirstTokenMs from the call to the first text; negative where there was none
 * @param promptTokens tokens read, or -1 where unknown
 * @param completionTokens tokens written, or -1 where unknown
 */
public record Completion(
    String text,
    ToolCalls calls,
    double timeToFirstTokenMs,
    int promptTokens,
    int completionTokens) {
  /** A completion that calls nothing. */
  public Completion(
      String text, double timeToFirstTokenMs, int promptTokens, int completionTokens) {
    this(text, ToolCalls.NONE, timeToFirstTokenMs, promptTokens, completionTokens);
  }

  /** {@code first_token_ms}, {@code prompt_tokens} and {@code completion_tokens}, if known. */
  public Map<String, Number> usage() {
    Map<String, Number> usage = new LinkedHashMap<>();
    if (timeToFirstTokenMs >= 0) {
      usage.put("first_token_ms", Math.round(timeToFirstTokenMs * 100) / 100.0);
    }
    if (promptTokens >= 0) {
      usage.put("prompt_tokens", promptTokens);
    }
    if (completionTokens >= 0) {
      usage.put("completion_tokens", completionTokens);
    }
    return usage;
  }
}
