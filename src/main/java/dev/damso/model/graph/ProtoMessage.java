package dev.damso.model.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A protocol-buffer message under construction: a rope of buffers, so that large tensors are never
 * copied. Not thread safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol buffers, encoding</a>
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final List<ByteBuffer> parts = new ArrayList<>();
  private long size;

  ProtoMessage integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  ProtoMessage real(int field, float value) {
    tag(field, FIXED32);
    append(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  ProtoMessage string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps {@code value}, uncopied. */
  ProtoMessage bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    append(value);
    return this;
  }

  /** A field, or several, that were encoded before; keeps the bytes, uncopied. */
  ProtoMessage encoded(ByteBuffer fields) {
    append(fields.duplicate());
    return this;
  }

  /** As {@link #bytes(int, byte[])}. */
  ProtoMessage bytes(int field, ByteBuffer value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.remaining());
    append(value.duplicate());
    return this;
  }

  /** Appends {@code child} as it is now. */
  ProtoMessage message(int field, ProtoMessage child) {
    tag(field, LENGTH_DELIMITED);
    varint(child.size);
    parts.addAll(child.parts);
    size += child.size;
    return this;
  }

  /** Bytes. */
  long size() {
    return size;
  }

  void writeTo(OutputStream out) throws IOException {
    WritableByteChannel channel = Channels.newChannel(out);
    for (ByteBuffer part : parts) {
      channel.write(part.duplicate());
    }
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    byte[] buffer = new byte[10];
    int n = 0;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[n++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    buffer[n++] = (byte) rest;
    append(Arrays.copyOf(buffer, n));
  }

  private void append(byte[] part) {
    append(ByteBuffer.wrap(part));
  }

  private void append(ByteBuffer part) {
    parts.add(part);
    size += part.remaining();
  }
}
