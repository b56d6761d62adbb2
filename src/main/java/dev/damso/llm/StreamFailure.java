package dev.damso.llm;

/** A streamed answer ended early. */
final class StreamFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Throwable reason;
  private final boolean spoken;

  /**
   * @param spoken whether some text had come before
   */
  StreamFailure(Throwable reason, boolean spoken) {
    super(reason);
    this.reason = reason;
    this.spoken = spoken;
  }

  Throwable reason() {
    return reason;
  }

  boolean spoken() {
    return spoken;
  }
}
