package dev.damso.llm;

import java.util.List;

/**
 * Calls and what came of them.
 *
 * @param results one for each call, in order
 */
public record ToolRound(ToolCalls called, List<String> results) {
  public ToolRound {
    results = List.copyOf(results);
    if (results.size() != called.calls().size()) {
      throw new IllegalArgumentException("every call has one result");
    }
  }
}
