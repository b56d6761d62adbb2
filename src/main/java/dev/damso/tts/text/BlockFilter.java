package dev.damso.tts.text;

import java.util.Map;

/**
 * Drops blocks that are never spoken from a stream of text, wherever its pieces are cut: fenced
 * code, and the thoughts that some models write before they answer. One owner thread.
 */
public final class BlockFilter {
  private static final Map<String, String> BLOCKS =
      Map.of("```", "```", "<think>", "</think>", "<tool_call>", "</tool_call>");

  private final StringBuilder held = new StringBuilder();

  /** What the present block ends with; empty outside one. */
  private String end = "";

  /** What of the stream can pass now; what may begin or end a block is held back. */
  public String feed(String delta) {
    held.append(delta);
    StringBuilder out = new StringBuilder();
    while (advance(out)) {
      // Until nothing more is known.
    }
    return out.toString();
  }

  /** What is left at the end of the stream; a block that did not end is dropped. */
  public String flush() {
    String rest = end.isEmpty() ? held.toString() : "";
    held.setLength(0);
    end = "";
    return rest;
  }

  /** Whether the state has changed. */
  private boolean advance(StringBuilder out) {
    if (!end.isEmpty()) {
      int at = held.indexOf(end);
      if (at < 0) {
        held.delete(0, Math.max(0, held.length() - end.length() + 1));
        return false;
      }
      held.delete(0, at + end.length());
      end = "";
      out.append(' ');
      return true;
    }
    for (int i = 0; i < held.length(); i++) {
      for (Map.Entry<String, String> block : BLOCKS.entrySet()) {
        String begin = block.getKey();
        int n = Math.min(begin.length(), held.length() - i);
        if (!begin.startsWith(held.substring(i, i + n))) {
          continue;
        }
        out.append(held, 0, i);
        held.delete(0, i);
        if (n < begin.length()) {
          return false;
        }
        held.delete(0, n);
        end = block.getValue();
        return true;
      }
    }
    out.append(held);
    held.setLength(0);
    return false;
  }
}
