package dev.damso.model.graph;

import java.nio.ByteBuffer;

/** Encoded parts of a graph with a prefix before all names. */
final class Renaming {
  private static final int NODE_ATTRIBUTE = 5;
  private static final int TENSOR_NAME = 8;

  private Renaming() {}

  /**
   * A {@code NodeProto}.
   *
   * @throws IllegalArgumentException where it has a graph in it
   */
  static ProtoMessage node(ByteBuffer encoded, String prefix) {
    ProtoMessage renamed = new ProtoMessage();
    ProtoReader node = new ProtoReader(encoded);
    for (int field = node.next(); field != 0; field = node.next()) {
      switch (field) {
        case 1, 2, 3 -> { // inputs, outputs, its name; an empty one is an input left out
          String name = node.string();
          renamed.string(field, name.isEmpty() ? name : prefix + name);
        }
        case NODE_ATTRIBUTE -> {
          ByteBuffer attribute = node.bytes();
          refuseGraphs(new ProtoReader(attribute));
          renamed.bytes(field, attribute);
        }
        default -> renamed.encoded(node.field());
      }
    }
    return renamed;
  }

  private static void refuseGraphs(ProtoReader attribute) {
    for (int field = attribute.next(); field != 0; field = attribute.next()) {
      if (field == 6 || field == 11) {
        throw new IllegalArgumentException("it has graphs within its graph");
      }
    }
  }

  /** A {@code TensorProto}. */
  static ProtoMessage tensor(ByteBuffer encoded, String prefix) {
    ProtoMessage renamed = new ProtoMessage();
    ProtoReader tensor = new ProtoReader(encoded);
    for (int field = tensor.next(); field != 0; field = tensor.next()) {
      if (field == TENSOR_NAME) {
        renamed.string(field, prefix + tensor.string());
      } else {
        renamed.encoded(tensor.field());
      }
    }
    return renamed;
  }
}
