package dev.damso.media;

import org.jspecify.annotations.Nullable;

/**
 * Something that the person at the keyboard can act on: the message is one line that says what is
 * wrong and what to do. Printed without a stack trace.
 */
public final class UserFacingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Who is to act, and so the exit code. */
  public enum Kind {
    /** The command line or its input is wrong: exit code 2. */
    BAD_INPUT(2),
    /** The machine, the network or a model failed: exit code 1. */
    FAILED(1);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  private UserFacingException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public static UserFacingException badInput(String message) {
    return new UserFacingException(Kind.BAD_INPUT, message, null);
  }

  public static UserFacingException failed(String message) {
    return new UserFacingException(Kind.FAILED, message, null);
  }

  public static UserFacingException failed(String message, Throwable cause) {
    return new UserFacingException(Kind.FAILED, message, cause);
  }

  public Kind kind() {
    return kind;
  }
}
