package dev.damso.model.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A TensorFlow Lite model: its first graph. FlatBuffers; field numbers are those of {@code
 * schema.fbs}. Throws unchecked exceptions where the bytes are none.
 */
final class TfliteFile {
  /**
   * A value, or a constant.
   *
   * @param type {@code TensorType}: 0 float, 1 half, 2 int32
   * @param data little endian, empty where it is computed
   */
  record Tensor(String name, int[] shape, int type, ByteBuffer data) {}

  /**
   * @param code {@code BuiltinOperator}
   * @param options place of its options table, 0 where it has none
   */
  record Operator(int code, int[] inputs, int[] outputs, int options) {}

  private final ByteBuffer bytes;
  final List<Tensor> tensors = new ArrayList<>();
  final List<Operator> operators = new ArrayList<>();
  final int[] inputs;
  final int[] outputs;

  TfliteFile(byte[] file) {
    bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int model = follow(0);
    int graph = follow(vector(model, 2)[0]);
    int[] buffers = vector(model, 4);
    for (int at : vector(graph, 0)) {
      tensors.add(tensor(follow(at), buffers));
    }
    int[] codes = vector(model, 1);
    for (int at : vector(graph, 3)) {
      int operator = follow(at);
      int code = follow(codes[integer(operator, 0, 0)]);
      int options = field(operator, 4);
      operators.add(
          new Operator(
              Math.max(byteAt(code, 0, 0), integer(code, 3, 0)),
              integers(operator, 1),
              integers(operator, 2),
              options == 0 ? 0 : follow(options)));
    }
    inputs = integers(graph, 1);
    outputs = integers(graph, 2);
  }

  private Tensor tensor(int table, int[] buffers) {
    int name = follow(field(table, 3));
    byte[] text = new byte[bytes.getInt(name)];
    bytes.get(name + 4, text);
    int data = field(follow(buffers[integer(table, 2, 0)]), 0);
    ByteBuffer content = ByteBuffer.allocate(0);
    if (data != 0) {
      int vector = follow(data);
      content = bytes.slice(vector + 4, bytes.getInt(vector)).order(ByteOrder.LITTLE_ENDIAN);
    }
    return new Tensor(
        new String(text, StandardCharsets.UTF_8), integers(table, 0), byteAt(table, 1, 0), content);
  }

  /** A scalar of a table, or what it is by default. */
  int integer(int table, int number, int otherwise) {
    int at = table == 0 ? 0 : field(table, number);
    return at == 0 ? otherwise : bytes.getInt(at);
  }

  int byteAt(int table, int number, int otherwise) {
    int at = table == 0 ? 0 : field(table, number);
    return at == 0 ? otherwise : bytes.get(at);
  }

  private int[] integers(int table, int number) {
    int[] at = vector(table, number);
    for (int k = 0; k < at.length; k++) {
      at[k] = bytes.getInt(at[k]);
    }
    return at;
  }

  /** The places of a vector's elements of four bytes. */
  private int[] vector(int table, int number) {
    int field = field(table, number);
    if (field == 0) {
      return new int[0];
    }
    int vector = follow(field);
    int[] places = new int[bytes.getInt(vector)];
    for (int k = 0; k < places.length; k++) {
      places[k] = vector + 4 + 4 * k;
    }
    return places;
  }

  private int follow(int at) {
    return at + bytes.getInt(at);
  }

  /** The place of a table's field, 0 where it is not there. */
  private int field(int table, int number) {
    int vtable = table - bytes.getInt(table);
    int entry = 4 + 2 * number;
    if (entry >= bytes.getShort(vtable)) {
      return 0;
    }
    int offset = bytes.getShort(vtable + entry) & 0xffff;
    return offset == 0 ? 0 : table + offset;
  }
}
