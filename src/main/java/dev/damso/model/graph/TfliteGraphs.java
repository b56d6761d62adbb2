package dev.damso.model.graph;

import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxGraph.ElementType;
import dev.damso.model.graph.TfliteFile.Operator;
import dev.damso.model.graph.TfliteFile.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes ONNX of the small convolutional TensorFlow Lite models of MediaPipe. Inputs and outputs
 * keep their names and shapes [1, height, width, channels]; inside, channels come first.
 */
public final class TfliteGraphs {
  private static final int HALF = 1;

  private final TfliteFile model;
  private final OnnxGraph graph;

  /** ONNX's name of each tensor; images channels first. */
  private final Map<Integer, String> names = new HashMap<>();

  private TfliteGraphs(TfliteFile model, String name) {
    this.model = model;
    graph = new OnnxGraph(name);
  }

  /**
   * Converts every {@code .tflite} of a folder: a {@link dev.damso.model.ModelConverter}.
   *
   * @throws UserFacingException where one cannot be converted
   */
  public static void build(Path rawDir, Path outDir) {
    try (Stream<Path> files = Files.list(rawDir)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tflite")).toList()) {
        String name = file.getFileName().toString().replace(".tflite", "");
        convert(Files.readAllBytes(file), name).write(outDir.resolve(name + ".onnx"));
      }
    } catch (IOException | UncheckedIOException e) {
      throw UserFacingException.failed("cannot convert " + rawDir + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws UserFacingException where it is no such model, or has an operator that none of them has
   */
  static OnnxGraph convert(byte[] tflite, String name) {
    try {
      TfliteGraphs graphs = new TfliteGraphs(new TfliteFile(tflite), name);
      graphs.convert();
      return graphs.graph;
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
      throw UserFacingException.failed(name + " is no TensorFlow Lite model", e);
    }
  }

  private void convert() {
    for (int input : model.inputs) {
      Tensor tensor = model.tensors.get(input);
      graph.input(tensor.name(), ElementType.FLOAT, dimensions(tensor));
      names.put(input, transpose(tensor.name(), 0, 3, 1, 2));
    }
    for (Operator operator : model.operators) {
      names.put(operator.outputs()[0], convert(operator));
    }
    for (int output : model.outputs) {
      Tensor tensor = model.tensors.get(output);
      graph.output(tensor.name(), ElementType.FLOAT, dimensions(tensor));
      String last = named(output);
      String shaped = tensor.shape().length == 4 ? transpose(last, 0, 2, 3, 1) : last;
      graph.node("Identity", Map.of(), List.of(shaped), List.of(tensor.name()));
    }
  }

  private static Object[] dimensions(Tensor tensor) {
    Object[] all = new Object[tensor.shape().length];
    for (int k = 0; k < all.length; k++) {
      all[k] = tensor.shape()[k];
    }
    return all;
  }

  private String transpose(String value, long... order) {
    return graph.apply("Transpose", Map.of("perm", order), value);
  }

  /** Adds an operator; {@code BuiltinOperator} has the numbers. */
  private String convert(Operator o) {
    return switch (o.code()) {
      case 0 -> activated(graph.apply("Add", Map.of(), name(o, 0), name(o, 1)), o, 0);
      case 2 -> concatenation(o);
      case 3 -> convolution(o, false);
      case 4 -> convolution(o, true);
      case 6 -> "constant " + o.inputs()[0]; // read where it is used
      case 17 -> maxPool(o);
      case 19 -> graph.apply("Relu", Map.of(), name(o, 0));
      case 22 -> reshape(o);
      case 34 -> pad(o);
      case 54 -> prelu(o);
      default -> throw UserFacingException.failed("unknown TensorFlow Lite operator " + o.code());
    };
  }

  private String name(Operator operator, int input) {
    return named(operator.inputs()[input]);
  }

  private String named(int tensor) {
    String name = names.get(tensor);
    if (name == null) {
      throw new IllegalArgumentException("value " + tensor + " is not computed");
    }
    return name;
  }

  private Tensor shape(Operator operator, int input) {
    return model.tensors.get(operator.inputs()[input]);
  }

  private String convolution(Operator o, boolean depthwise) {
    Tensor filter = shape(o, 1);
    int[] f = filter.shape(); // [out][height][width][in], depthwise [1][height][width][channels]
    float[] from = constant(o.inputs()[1]);
    int outs = depthwise ? f[3] : f[0];
    int ins = depthwise ? 1 : f[3];
    float[] weights = new float[from.length]; // [out][in][height][width]
    for (int out = 0; out < outs; out++) {
      for (int in = 0; in < ins; in++) {
        for (int k = 0; k < f[1] * f[2]; k++) {
          int source = depthwise ? k * outs + out : (out * f[1] * f[2] + k) * ins + in;
          weights[(out * ins + in) * f[1] * f[2] + k] = from[source];
        }
      }
    }
    int t = o.options();
    int vertical = model.integer(t, 2, 1);
    int horizontal = model.integer(t, 1, 1);
    String id = "w" + o.outputs()[0];
    String result =
        graph.apply(
            "Conv",
            Map.of(
                "group",
                depthwise ? outs : 1,
                "strides",
                new long[] {vertical, horizontal},
                "pads",
                pads(shape(o, 0).shape(), f[1], f[2], vertical, horizontal, t)),
            name(o, 0),
            graph.constant(id, weights, outs, ins, f[1], f[2]),
            graph.constant(id + "b", constant(o.inputs()[2]), outs));
    return activated(result, o, depthwise ? 4 : 3);
  }

  private String maxPool(Operator o) {
    int t = o.options();
    int vertical = model.integer(t, 2, 1);
    int horizontal = model.integer(t, 1, 1);
    int width = model.integer(t, 3, 1);
    int height = model.integer(t, 4, 1);
    return graph.apply(
        "MaxPool",
        Map.of(
            "kernel_shape", new long[] {height, width},
            "strides", new long[] {vertical, horizontal},
            "pads", pads(shape(o, 0).shape(), height, width, vertical, horizontal, t)),
        name(o, 0));
  }

  /** What "same" padding adds: top, left, bottom, right. Option 0 says whether it is that. */
  private long[] pads(
      int[] image, int height, int width, int vertical, int horizontal, int options) {
    if (model.byteAt(options, 0, 0) != 0) {
      return new long[4];
    }
    int down = Math.max(0, (up(image[1], vertical) - 1) * vertical + height - image[1]);
    int across = Math.max(0, (up(image[2], horizontal) - 1) * horizontal + width - image[2]);
    return new long[] {down / 2, across / 2, down - down / 2, across - across / 2};
  }

  private static int up(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  /** The fused activation that field {@code number} of the options names: none or ReLU. */
  private String activated(String value, Operator o, int number) {
    return switch (model.byteAt(o.options(), number, 0)) {
      case 0 -> value;
      case 1 -> graph.apply("Relu", Map.of(), value);
      default -> throw UserFacingException.failed("unknown activation in a TensorFlow Lite model");
    };
  }

  private String prelu(Operator o) {
    float[] slope = constant(o.inputs()[1]);
    String id = "s" + o.outputs()[0];
    return graph.apply(
        "PRelu", Map.of(), name(o, 0), graph.constant(id, slope, slope.length, 1, 1));
  }

  private String pad(Operator o) {
    Tensor sizes = model.tensors.get(o.inputs()[1]); // [4][2], before and after
    int[] order = {0, 3, 1, 2};
    long[] pads = new long[8];
    for (int k = 0; k < 4; k++) {
      pads[k] = sizes.data().getInt(8 * order[k]);
      pads[4 + k] = sizes.data().getInt(8 * order[k] + 4);
    }
    return graph.apply("Pad", Map.of(), name(o, 0), graph.constant("p" + o.outputs()[0], pads));
  }

  private String reshape(Operator o) {
    int[] shape = model.tensors.get(o.outputs()[0]).shape();
    long[] sizes = new long[shape.length];
    for (int k = 0; k < sizes.length; k++) {
      sizes[k] = shape[k];
    }
    String lastAxis = transpose(name(o, 0), 0, 2, 3, 1);
    return graph.apply("Reshape", Map.of(), lastAxis, graph.constant("r" + o.outputs()[0], sizes));
  }

  /** Of what was reshaped, whose axes are as in the file. */
  private String concatenation(Operator o) {
    if (model.tensors.get(o.outputs()[0]).shape().length == 4) {
      throw new IllegalArgumentException("it joins images");
    }
    List<String> parts = Arrays.stream(o.inputs()).mapToObj(this::named).toList();
    return graph
        .apply("Concat", Map.of("axis", model.integer(o.options(), 0, 0)), parts, 1)
        .getFirst();
  }

  /** The numbers of a constant, also of one that the model keeps in half precision. */
  private float[] constant(int tensor) {
    Tensor from = model.tensors.get(tensor);
    for (Operator o : model.operators) {
      if (o.code() == 6 && o.outputs()[0] == tensor) {
        from = model.tensors.get(o.inputs()[0]);
      }
    }
    int bytes = from.type() == HALF ? 2 : 4;
    float[] values = new float[from.data().remaining() / bytes];
    for (int k = 0; k < values.length; k++) {
      values[k] =
          bytes == 2
              ? Float.float16ToFloat(from.data().getShort(2 * k))
              : from.data().getFloat(4 * k);
    }
    return values;
  }
}
