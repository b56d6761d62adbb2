package dev.damso.model.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a {@code ValueInfoProto}. */
final class ValueInfo {
  private ValueInfo() {}

  static OnnxFile.Value read(ByteBuffer encoded) {
    ProtoReader info = new ProtoReader(encoded);
    String name = "";
    int type = 0;
    List<Long> shape = new ArrayList<>();
    for (int field = info.next(); field != 0; field = info.next()) {
      if (field == 1) {
        name = info.string();
      } else if (field == 2) {
        ProtoReader tensor = child(new ProtoReader(info.bytes()), 1);
        for (int part = tensor.next(); part != 0; part = tensor.next()) {
          if (part == 1) {
            type = (int) tensor.integer();
          } else if (part == 2) {
            shape = dimensions(new ProtoReader(tensor.bytes()));
          }
        }
      }
    }
    return new OnnxFile.Value(name, type, List.copyOf(shape));
  }

  private static ProtoReader child(ProtoReader message, int wanted) {
    for (int field = message.next(); field != 0; field = message.next()) {
      if (field == wanted) {
        return new ProtoReader(message.bytes());
      }
    }
    return new ProtoReader(ByteBuffer.allocate(0));
  }

  private static List<Long> dimensions(ProtoReader shape) {
    List<Long> sizes = new ArrayList<>();
    for (int field = shape.next(); field != 0; field = shape.next()) {
      if (field == 1) {
        ProtoReader dimension = new ProtoReader(shape.bytes());
        long size = -1;
        for (int part = dimension.next(); part != 0; part = dimension.next()) {
          if (part == 1) {
            size = dimension.integer();
          }
        }
        sizes.add(size);
      }
    }
    return sizes;
  }
}
