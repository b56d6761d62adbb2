package dev.damso.llm;

import java.util.List;
import java.util.Locale;

/**
 * Drops a greeting at the beginning of a stream of text. It holds text back only while that may
 * still become a greeting. One owner thread.
 */
public final class RepeatFilter {
  private final List<String> words;
  private final StringBuilder held = new StringBuilder();
  private boolean open;

  /**
   * @param words greetings, whole
   */
  RepeatFilter(List<String> words) {
    this.words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** What of the stream can pass now. */
  public String feed(String delta) {
    if (open) {
      return delta;
    }
    held.append(delta);
    int start = skip(0, false);
    int end = skip(start, true);
    String first = held.substring(start, end).toLowerCase(Locale.ROOT);
    boolean ended = end < held.length();
    if (!ended && words.stream().anyMatch(word -> word.startsWith(first))) {
      return "";
    }
    if (ended && words.contains(first)) {
      int next = skip(end, false);
      if (next == held.length()) {
        return "";
      }
      return release(next);
    }
    return release(0);
  }

  /** What is left at the end of the stream. */
  public String flush() {
    if (open) {
      return "";
    }
    boolean greeting = words.contains(Greetings.key(held.toString()));
    return release(greeting ? held.length() : 0);
  }

  private String release(int from) {
    open = true;
    String rest = held.substring(from);
    held.setLength(0);
    return rest;
  }

  /** Behind the run of letters and digits, or of anything else, that begins at {@code from}. */
  private int skip(int from, boolean letters) {
    int i = from;
    while (i < held.length() && Character.isLetterOrDigit(held.charAt(i)) == letters) {
      i++;
    }
    return i;
  }
}
