package dev.damso.llm;

import java.util.List;

/**
 * What a model wants called.
 *
 * @param calls in the model's order
 * @param origin the provider's own message, which its next request repeats (Gemini signs it)
 */
public record ToolCalls(List<ToolCall> calls, Object origin) {
  public static final ToolCalls NONE = new ToolCalls(List.of(), "");

  public ToolCalls {
    calls = List.copyOf(calls);
  }

  public boolean isEmpty() {
    return calls.isEmpty();
  }
}
