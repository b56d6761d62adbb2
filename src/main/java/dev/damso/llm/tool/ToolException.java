package dev.damso.llm.tool;

/** A tool could not do it. The model is told the message. */
public final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  public ToolException(String message) {
    super(message);
  }
}
