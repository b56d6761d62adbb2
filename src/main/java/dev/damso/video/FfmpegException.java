package dev.damso.video;

/** An FFmpeg call failed; the message says which and FFmpeg's reason. */
final class FfmpegException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  FfmpegException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** One line. */
  String reason() {
    return reason;
  }
}
