package dev.damso.model.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a protocol-buffer message field by field: {@link #next()}, then one of the values. A value
 * that is not read is skipped. Malformed bytes end in a {@link RuntimeException}. Not thread safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol buffers, encoding</a>
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer bytes;
  private int wireType = -1;
  private boolean pending;
  private int start;

  ProtoReader(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of the next field, or 0 at the end. */
  int next() {
    if (pending) {
      skip();
    }
    if (!bytes.hasRemaining()) {
      return 0;
    }
    start = bytes.position();
    long tag = varint();
    wireType = (int) (tag & 7);
    pending = true;
    return (int) (tag >>> 3);
  }

  long integer() {
    pending = false;
    return varint();
  }

  /** A string, bytes or message: a view, uncopied. */
  ByteBuffer bytes() {
    pending = false;
    int length = Math.toIntExact(varint());
    ByteBuffer view = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + length);
    return view;
  }

  /** The whole field, tag included: a view, uncopied. */
  ByteBuffer field() {
    skip();
    return bytes.slice(start, bytes.position() - start);
  }

  String string() {
    return StandardCharsets.UTF_8.decode(bytes()).toString();
  }

  /** Whether the field holds many numbers in one piece, to be read by {@link #bytes()}. */
  boolean packed() {
    return wireType == LENGTH_DELIMITED;
  }

  static long[] varints(ByteBuffer packed) {
    ProtoReader reader = new ProtoReader(packed);
    long[] values = new long[packed.remaining()];
    int n = 0;
    while (reader.bytes.hasRemaining()) {
      values[n++] = reader.varint();
    }
    return java.util.Arrays.copyOf(values, n);
  }

  private void skip() {
    pending = false;
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> bytes.position(bytes.position() + 8);
      case LENGTH_DELIMITED -> bytes();
      case FIXED32 -> bytes.position(bytes.position() + 4);
      default -> throw new IllegalArgumentException("wire type " + wireType);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = bytes.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}
