package dev.damso.llm;

import java.util.List;
import java.util.Locale;

/**
 * Drops greetings from the beginning of a stream of text, also behind "네,". A greeting is a clause
 * of a few words whose first is one; in quotes, or with more behind it, it is talked about and
 * stays. Text is held back only while that is open. One owner thread.
 */
public final class RepeatFilter {
  /** Characters in which an answer may greet; behind them everything passes. */
  private static final int REACH = 80;

  /** Words of a greeting: "Hi there!", "안녕하세요, 민수 님!". */
  private static final int MOST_WORDS = 3;

  private static final String CLAUSE_ENDS = ".!?。！？,，~…\n";
  private static final String QUOTES = "\"'“”‘’「『«(";

  private final List<String> words;
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder passed = new StringBuilder();
  private boolean withinClause;
  private boolean dropped;

  /**
   * @param words greetings, whole
   */
  RepeatFilter(List<String> words) {
    this.words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** What of the stream can pass now. */
  public String feed(String delta) {
    held.append(delta);
    int before = passed.length();
    boolean decided = true;
    while (decided && !held.isEmpty()) {
      decided = withinClause || passed.length() >= REACH ? passClause() : decide(false);
    }
    return passed.substring(before);
  }

  /** What is left at the end of the stream. */
  public String flush() {
    int before = passed.length();
    if (!held.isEmpty() && !withinClause) {
      decide(true);
    }
    pass(held.length());
    return passed.substring(before);
  }

  /** Passes the rest of a clause that is no greeting. */
  private boolean passClause() {
    int end = clauseEnd(0);
    withinClause = end < 0;
    pass(end < 0 ? held.length() : end);
    return true;
  }

  /** Looks at a clause from its beginning; false where more of it must be seen. */
  private boolean decide(boolean last) {
    int start = skip(0, false);
    int end = skip(start, true);
    boolean ended = last || end < held.length();
    String first = held.substring(start, end).toLowerCase(Locale.ROOT);
    if (!ended && words.stream().anyMatch(word -> word.startsWith(first))) {
      return false;
    }
    if (!words.contains(first) || isQuoted(start)) {
      withinClause = true;
      return true;
    }
    int stop = clauseEnd(end);
    if (Greetings.words(held.substring(start, stop < 0 ? held.length() : stop)) > MOST_WORDS) {
      withinClause = true;
      return true;
    }
    if (stop < 0 && !last) {
      return false;
    }
    held.delete(0, stop < 0 ? held.length() : stop);
    dropped = true;
    return true;
  }

  private boolean isQuoted(int start) {
    return held.substring(0, start).chars().anyMatch(c -> QUOTES.indexOf(c) >= 0);
  }

  /** Behind what ends the clause, or -1 where it goes on. */
  private int clauseEnd(int from) {
    int i = from;
    while (i < held.length() && CLAUSE_ENDS.indexOf(held.charAt(i)) < 0) {
      i++;
    }
    int end = i;
    while (end < held.length() && CLAUSE_ENDS.indexOf(held.charAt(end)) >= 0) {
      end++;
    }
    return end == i ? -1 : end;
  }

  private void pass(int length) {
    String text = held.substring(0, length);
    held.delete(0, length);
    if (dropped) {
      text = text.replaceFirst("^[\\s" + CLAUSE_ENDS + "]+", "");
      if (text.isEmpty()) {
        return;
      }
      dropped = false;
      boolean open = passed.isEmpty() || Character.isWhitespace(passed.charAt(passed.length() - 1));
      passed.append(open ? "" : " ");
    }
    passed.append(text);
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
