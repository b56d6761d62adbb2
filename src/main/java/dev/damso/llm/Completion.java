package dev.damso.llm;

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
}
