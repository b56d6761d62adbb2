package dev.damso.model.onnx;

import java.util.Optional;

/** Numbers of tensors that Damso moves itself (ONNXTensorElementDataType). */
public enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT64(7, 8),
  FLOAT16(10, 2);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  public int bytes() {
    return bytes;
  }

  static Optional<ElementType> of(int code) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
