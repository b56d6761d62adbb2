package dev.damso.face.neural;

import dev.damso.model.onnx.OnnxException;
import java.util.Locale;

/** A device could not draw. */
public final class DeviceFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What helps. */
  public enum Kind {
    /** A smaller batch. */
    OUT_OF_MEMORY,
    /** Another device. */
    LOST
  }

  private final Kind kind;

  public DeviceFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public DeviceFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What ONNX Runtime or CUDA said. */
  static DeviceFailure of(OnnxException said) {
    String words = String.valueOf(said.getMessage());
    return of(words, words.lines().findFirst().orElse("no reason given"), said);
  }

  /**
   * What a runtime said, by its words: they have no codes for it.
   *
   * @param reason the line of it that tells
   */
  static DeviceFailure of(String words, String reason, Throwable said) {
    String low = words.toLowerCase(Locale.ROOT);
    boolean memory =
        low.contains("out of memory")
            || low.contains("failed to allocate")
            || low.contains("memory allocation")
            || low.contains("can't allocate memory")
            || low.contains("cublas_status_alloc_failed");
    return new DeviceFailure(memory ? Kind.OUT_OF_MEMORY : Kind.LOST, reason, said);
  }
}
