package dev.damso.model.graph;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Builds an ONNX graph (IR version 9, operator set 20 where not said otherwise) and writes it as a
 * {@code ModelProto}. Values are referred to by name. Field numbers are those of {@code
 * onnx.proto}. Not thread safe.
 */
public final class OnnxGraph {
  private static final int IR_VERSION = 9;
  private static final int OPERATOR_SET = 20;

  /** {@code TensorProto.DataType}. */
  public enum ElementType {
    FLOAT(1),
    UINT8(2),
    INT8(3),
    INT64(7),
    FLOAT16(10);

    private final int id;

    ElementType(int id) {
      this.id = id;
    }

    /** Its number in {@code TensorProto.DataType}. */
    public int id() {
      return id;
    }
  }

  private final ProtoMessage graph = new ProtoMessage();
  private final Set<String> constants = new HashSet<>();

  /** Operator sets other than ONNX's own. */
  private final Set<String> domains = new TreeSet<>();

  private final int operatorSet;

  /** What generated names begin with. */
  private final String prefix;

  private int results;

  public OnnxGraph(String name) {
    this(name, OPERATOR_SET);
  }

  /** For nodes that were written for another operator set of ONNX. */
  OnnxGraph(String name, int operatorSet) {
    this(name, operatorSet, "t");
  }

  /**
   * @param prefix what generated names begin with, where the nodes bring names along
   */
  OnnxGraph(String name, int operatorSet, String prefix) {
    this.operatorSet = operatorSet;
    this.prefix = prefix;
    graph.string(2, name);
  }

  /**
   * @param dimensions sizes (numbers) or names of dynamic sizes (strings)
   */
  public void input(String name, ElementType type, Object... dimensions) {
    graph.message(11, valueInfo(name, type, dimensions));
  }

  /** As {@link #input}. */
  public void output(String name, ElementType type, Object... dimensions) {
    graph.message(12, valueInfo(name, type, dimensions));
  }

  /** A constant; one that exists under this name already is kept. */
  public String constant(String name, float[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, ElementType.FLOAT, raw.array(), shape);
  }

  /** As {@link #constant(String, float[], long...)}; keeps {@code values}, uncopied. */
  public String constant(String name, byte[] values, long... shape) {
    return constant(name, ElementType.INT8, values, shape);
  }

  /** As {@link #constant(String, byte[], long...)}, for unsigned numbers. */
  public String unsignedConstant(String name, byte[] values, long... shape) {
    return constant(name, ElementType.UINT8, values, shape);
  }

  /** As {@link #constant(String, float[], long...)}, of float16. */
  public String halfConstant(String name, short[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asShortBuffer().put(values);
    return constant(name, ElementType.FLOAT16, raw.array(), shape);
  }

  /** A constant vector of int64. */
  public String constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(name, ElementType.INT64, raw.array(), new long[] {values.length});
  }

  /** A {@code TensorProto} as it is. */
  void encodedConstant(String name, ByteBuffer encoded) {
    if (constants.add(name)) {
      graph.bytes(5, encoded);
    }
  }

  /** A {@code NodeProto} as it is; of ONNX's own operators or ONNX Runtime's. */
  void encodedNode(ByteBuffer encoded) {
    domains.add("com.microsoft");
    graph.bytes(1, encoded);
  }

  /** As {@link #encodedConstant(String, ByteBuffer)}. */
  void encodedConstant(String name, ProtoMessage encoded) {
    if (constants.add(name)) {
      graph.message(5, encoded);
    }
  }

  /** As {@link #encodedNode(ByteBuffer)}. */
  void encodedNode(ProtoMessage encoded) {
    domains.add("com.microsoft");
    graph.message(1, encoded);
  }

  /** The operator set of ONNX that its nodes are written for. */
  public int operatorSet() {
    return operatorSet;
  }

  /** The same numbers of another type. */
  public String cast(String x, ElementType to) {
    return apply("Cast", Map.of("to", to.id()), x);
  }

  /** Adds a node and returns the generated name of its only output. */
  public String apply(String operator, Map<String, ?> attributes, String... inputs) {
    return apply(operator, attributes, List.of(inputs), 1).getFirst();
  }

  /** Adds a node and returns the generated names of its outputs. */
  public List<String> apply(
      String operator, Map<String, ?> attributes, List<String> inputs, int outputCount) {
    String result = prefix + results++;
    List<String> outputs =
        IntStream.range(0, outputCount)
            .mapToObj(i -> outputCount == 1 ? result : result + "_" + i)
            .toList();
    node(operator, attributes, inputs, outputs);
    return outputs;
  }

  /**
   * Adds a node.
   *
   * @param operator one of ONNX, or {@code domain.Operator}
   * @param attributes values are {@code Long}, {@code Integer}, {@code Float} or {@code long[]}
   */
  public void node(
      String operator, Map<String, ?> attributes, List<String> inputs, List<String> outputs) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(name -> node.string(1, name));
    outputs.forEach(name -> node.string(2, name));
    int dot = operator.lastIndexOf('.');
    String type = operator.substring(dot + 1);
    node.string(3, type + "_" + outputs.getFirst()).string(4, type);
    attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
    if (dot > 0) {
      domains.add(operator.substring(0, dot));
      node.string(7, operator.substring(0, dot));
    }
    graph.message(1, node);
  }

  /** Writes to a temporary file beside {@code file}, then moves it into place. */
  public void write(Path file) throws IOException {
    ProtoMessage model =
        new ProtoMessage()
            .integer(1, IR_VERSION)
            .string(2, "damso")
            .message(7, graph)
            .message(8, new ProtoMessage().string(1, "").integer(2, operatorSet));
    domains.forEach(domain -> model.message(8, new ProtoMessage().string(1, domain).integer(2, 1)));
    if (model.size() > Integer.MAX_VALUE) {
      throw new IOException(file + " would exceed the 2 GB that protocol buffers allow");
    }
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path temporary =
        target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
        model.writeTo(out);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private String constant(String name, ElementType type, byte[] raw, long[] shape) {
    if (constants.add(name)) {
      ProtoMessage tensor = new ProtoMessage();
      for (long dimension : shape) {
        tensor.integer(1, dimension);
      }
      graph.message(5, tensor.integer(2, type.id()).string(8, name).bytes(9, raw));
    }
    return name;
  }

  private static ProtoMessage valueInfo(String name, ElementType type, Object... dimensions) {
    ProtoMessage shape = new ProtoMessage();
    for (Object dimension : dimensions) {
      shape.message(
          1,
          dimension instanceof Number size
              ? new ProtoMessage().integer(1, size.longValue())
              : new ProtoMessage().string(2, dimension.toString()));
    }
    ProtoMessage tensor = new ProtoMessage().integer(1, type.id()).message(2, shape);
    return new ProtoMessage().string(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage attribute = new ProtoMessage().string(1, name);
    return switch (value) {
      case Float real -> attribute.real(2, real).integer(20, 1);
      case Integer integer -> attribute.integer(3, integer).integer(20, 2);
      case Long integer -> attribute.integer(3, integer).integer(20, 2);
      case long[] integers -> {
        for (long integer : integers) {
          attribute.integer(8, integer);
        }
        yield attribute.integer(20, 7);
      }
      default -> throw new IllegalArgumentException("attribute " + name + " = " + value);
    };
  }
}
