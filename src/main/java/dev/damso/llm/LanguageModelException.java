package dev.damso.llm;

/** A language model did not answer. The message is for the operator and holds no key or prompt. */
public final class LanguageModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LanguageModelException(String message, Throwable cause) {
    super(message, cause);
  }

  public LanguageModelException(String message) {
    super(message);
  }
}
