package dev.damso.model.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A constant of an ONNX model ({@code TensorProto}).
 *
 * @param type {@code TensorProto.DataType}
 * @param data its elements, little endian
 */
public record OnnxTensor(String name, int type, long[] shape, ByteBuffer data) {
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT8 = 3;

  static OnnxTensor of(ByteBuffer encoded) {
    ProtoReader tensor = new ProtoReader(encoded);
    List<Long> shape = new ArrayList<>();
    ByteBuffer data = ByteBuffer.allocate(0);
    int type = 0;
    String name = "";
    for (int field = tensor.next(); field != 0; field = tensor.next()) {
      switch (field) {
        case 1 -> {
          for (long size :
              tensor.packed()
                  ? ProtoReader.varints(tensor.bytes())
                  : new long[] {tensor.integer()}) {
            shape.add(size);
          }
        }
        case 2 -> type = (int) tensor.integer();
        case 4, 9 -> data = tensor.bytes();
        case 5 -> {
          // Elements of less than 32 bits, one a number.
          long[] values =
              tensor.packed() ? ProtoReader.varints(tensor.bytes()) : new long[] {tensor.integer()};
          data = ByteBuffer.allocate(values.length);
          for (long value : values) {
            data.put((byte) value);
          }
          data.flip();
        }
        case 8 -> name = tensor.string();
        default -> {}
      }
    }
    return new OnnxTensor(name, type, shape.stream().mapToLong(Long::longValue).toArray(), data);
  }

  public int size(int dimension) {
    return Math.toIntExact(shape[dimension]);
  }

  /** All numbers of a float32 tensor. */
  public float[] floats() {
    require(type == FLOAT);
    float[] values = new float[data.remaining() / Float.BYTES];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** All numbers of a tensor of 8 bits, signed or not. */
  public int[] bytes() {
    require(type == INT8 || type == UINT8);
    int[] values = new int[data.remaining()];
    for (int i = 0; i < values.length; i++) {
      byte value = data.get(i);
      values[i] = type == UINT8 ? value & 0xff : value;
    }
    return values;
  }

  private void require(boolean fits) {
    if (!fits) {
      throw new IllegalStateException(name + " has the unexpected element type " + type);
    }
  }
}
