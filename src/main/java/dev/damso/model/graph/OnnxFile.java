package dev.damso.model.graph;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A published ONNX model, read to take parts of it: its constants, and the nodes between given
 * values. Field numbers are those of {@code onnx.proto}. Immutable.
 */
public final class OnnxFile {
  /** A node of the graph; {@code encoded} is its whole {@code NodeProto}. */
  public record Node(String name, List<String> inputs, List<String> outputs, ByteBuffer encoded) {}

  /**
   * An input or output of the model.
   *
   * @param type {@code TensorProto.DataType}
   * @param shape -1 for what is not fixed
   */
  public record Value(String name, int type, List<Long> shape) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node> byName = new HashMap<>();
  private final Map<String, ByteBuffer> constants = new LinkedHashMap<>();

  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final Set<String> externalFiles = new TreeSet<>();

  private int operatorSet;
  private boolean hasFunctions;

  private OnnxFile(ByteBuffer model) {
    ProtoReader reader = new ProtoReader(model);
    for (int field = reader.next(); field != 0; field = reader.next()) {
      if (field == 7) {
        graph(new ProtoReader(reader.bytes()));
      } else if (field == 8) {
        operatorSet(new ProtoReader(reader.bytes()));
      } else if (field == 25) {
        hasFunctions = true;
      }
    }
    inputs.removeIf(input -> constants.containsKey(input.name())); // as old files have it
  }

  /**
   * @throws UserFacingException where the file cannot be read or is no ONNX model
   */
  public static OnnxFile read(Path file) {
    try {
      OnnxFile model = new OnnxFile(bytes(file));
      if (model.nodes.isEmpty()) {
        throw UserFacingException.failed(file + " is no ONNX model");
      }
      return model;
    } catch (UserFacingException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw UserFacingException.failed("cannot read " + file + " as an ONNX model", e);
    }
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException("larger than the 2 GB that protocol buffers allow");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  private void graph(ProtoReader graph) {
    for (int field = graph.next(); field != 0; field = graph.next()) {
      switch (field) {
        case 1 -> {
          Node node = node(graph.bytes());
          nodes.add(node);
          byName.put(node.name(), node);
        }
        case 5 -> {
          ByteBuffer tensor = graph.bytes();
          constants.put(OnnxTensor.of(tensor).name(), tensor);
          externalFile(new ProtoReader(tensor)).ifPresent(externalFiles::add);
        }
        case 11 -> inputs.add(ValueInfo.read(graph.bytes()));
        case 12 -> outputs.add(ValueInfo.read(graph.bytes()));
        default -> {}
      }
    }
  }

  /** The file that a {@code TensorProto} has its numbers in, where that is another one. */
  private static Optional<String> externalFile(ProtoReader tensor) {
    Optional<String> location = Optional.empty();
    for (int field = tensor.next(); field != 0; field = tensor.next()) {
      if (field == 13) {
        ProtoReader entry = new ProtoReader(tensor.bytes());
        String key = "";
        String value = "";
        for (int part = entry.next(); part != 0; part = entry.next()) {
          switch (part) {
            case 1 -> key = entry.string();
            case 2 -> value = entry.string();
            default -> {}
          }
        }
        if (key.equals("location")) {
          location = Optional.of(value);
        }
      }
    }
    return location;
  }

  /** {@code OperatorSetIdProto}: ONNX's own has no domain. */
  private void operatorSet(ProtoReader set) {
    String domain = "";
    int version = 0;
    for (int field = set.next(); field != 0; field = set.next()) {
      switch (field) {
        case 1 -> domain = set.string();
        case 2 -> version = Math.toIntExact(set.integer());
        default -> {}
      }
    }
    if (domain.isEmpty()) {
      operatorSet = version;
    }
  }

  private static Node node(ByteBuffer encoded) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String name = "";
    ProtoReader node = new ProtoReader(encoded);
    for (int field = node.next(); field != 0; field = node.next()) {
      switch (field) {
        case 1 -> inputs.add(node.string());
        case 2 -> outputs.add(node.string());
        case 3 -> name = node.string();
        default -> {}
      }
    }
    return new Node(name, List.copyOf(inputs), List.copyOf(outputs), encoded);
  }

  /**
   * @throws NoSuchElementException where there is none of that name
   */
  public Node node(String name) {
    return found(byName.get(name), name);
  }

  /**
   * @throws NoSuchElementException where there is none of that name
   */
  public OnnxTensor constant(String name) {
    return OnnxTensor.of(found(constants.get(name), name));
  }

  /** What the model takes. */
  public List<Value> inputs() {
    return List.copyOf(inputs);
  }

  /** What it gives. */
  public List<Value> outputs() {
    return List.copyOf(outputs);
  }

  /** Names of the files beside it that have some of its numbers. */
  public Set<String> externalFiles() {
    return Set.copyOf(externalFiles);
  }

  /** Whether its nodes are of operators that the file itself defines. */
  public boolean hasFunctions() {
    return hasFunctions;
  }

  public int operatorSet() {
    return operatorSet;
  }

  /**
   * An empty graph of this file's operator set, for what is around the model.
   *
   * @param prefix what generated names begin with: nothing that the model uses
   */
  public OnnxGraph newGraph(String name, String prefix) {
    return new OnnxGraph(name, operatorSet, prefix);
  }

  /**
   * Adds the whole model to a graph, whose nodes so far make its inputs.
   *
   * @param prefix put before all of the model's names
   * @throws IllegalArgumentException where names of a graph within the graph would have to change
   */
  public void addTo(OnnxGraph graph, String prefix) {
    if (prefix.isEmpty()) {
      constants.forEach(graph::encodedConstant);
      nodes.forEach(node -> graph.encodedNode(node.encoded()));
      return;
    }
    constants.forEach(
        (name, tensor) -> graph.encodedConstant(prefix + name, Renaming.tensor(tensor, prefix)));
    nodes.forEach(node -> graph.encodedNode(Renaming.node(node.encoded(), prefix)));
  }

  private static <T> T found(@org.jspecify.annotations.Nullable T value, String name) {
    if (value == null) {
      throw new NoSuchElementException("the model has no " + name);
    }
    return value;
  }

  /**
   * What leads from some values to others, as a graph of its own; its inputs and outputs are the
   * caller's to declare.
   *
   * @param inputs values, or inputs of the model, that are given
   * @param outputs values that are wanted
   */
  public OnnxGraph between(String name, Collection<String> inputs, Collection<String> outputs) {
    Map<String, Node> makers = new HashMap<>();
    nodes.forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
    Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> values = new HashSet<>(inputs);
    Deque<String> open = new ArrayDeque<>(outputs);
    OnnxGraph part = new OnnxGraph(name, operatorSet);
    while (!open.isEmpty()) {
      String value = open.pop();
      if (value.isEmpty() || !values.add(value)) {
        continue;
      }
      Node maker = makers.get(value);
      ByteBuffer constant = constants.get(value);
      if (constant != null) {
        part.encodedConstant(value, constant);
      } else if (maker == null) {
        throw new NoSuchElementException("nothing in the model makes " + value);
      } else if (needed.add(maker)) {
        maker.inputs().forEach(open::push);
      }
    }
    nodes.stream().filter(needed::contains).forEach(node -> part.encodedNode(node.encoded()));
    return part;
  }

  /** Whether there is a file {@code made} that is no older than the one it was made from. */
  public static boolean isCurrent(Path made, Path source) throws IOException {
    return Files.isRegularFile(made)
        && Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(source)) >= 0;
  }
}
