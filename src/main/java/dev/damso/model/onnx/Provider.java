package dev.damso.model.onnx;

import java.lang.foreign.MemorySegment;

/**
 * An execution provider of ONNX Runtime.
 *
 * @param stream the CUDA stream that a session runs on; null for {@link Kind#CPU}, and for
 *     TensorRT, which makes its own
 */
public record Provider(Kind kind, MemorySegment stream) {
  /** What computes. */
  public enum Kind {
    CPU,
    CUDA,
    TENSORRT
  }

  public static final Provider CPU = new Provider(Kind.CPU, MemorySegment.NULL);
}
