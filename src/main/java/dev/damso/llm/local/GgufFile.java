package dev.damso.llm.local;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what a GGUF file (version 3, little-endian) holds, then writes it. One owner thread. */
@SuppressWarnings("ByteBufferBackingArray") // All are made by little().
final class GgufFile {
  private static final int VERSION = 3;
  private static final int ALIGNMENT = 32;

  // Types of values.
  private static final int UINT32 = 4;
  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  /** How a tensor's numbers are stored. */
  enum Type {
    F32(0),
    /** Blocks of 32: a half-precision scale, then 16 bytes of two weights each. */
    Q4_0(2);

    private final int code;

    Type(int code) {
      this.code = code;
    }
  }

  private record Tensor(String name, Type type, int[] shape, ByteBuffer data) {}

  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private final List<Tensor> tensors = new ArrayList<>();
  private int count;

  GgufFile put(String key, String value) {
    return put(key, STRING, string(value.getBytes(StandardCharsets.UTF_8)));
  }

  GgufFile put(String key, int value) {
    return put(key, UINT32, little(4).putInt(value));
  }

  GgufFile put(String key, float value) {
    return put(key, FLOAT32, little(4).putFloat(value));
  }

  GgufFile put(String key, boolean value) {
    return put(key, BOOL, little(1).put((byte) (value ? 1 : 0)));
  }

  GgufFile put(String key, float[] value) {
    ByteBuffer bytes = array(FLOAT32, value.length, 4 * value.length);
    bytes.asFloatBuffer().put(value);
    return put(key, ARRAY, bytes.position(bytes.limit()));
  }

  GgufFile put(String key, int[] value) {
    ByteBuffer bytes = array(INT32, value.length, 4 * value.length);
    bytes.asIntBuffer().put(value);
    return put(key, ARRAY, bytes.position(bytes.limit()));
  }

  /**
   * @param value UTF-8
   */
  GgufFile put(String key, byte[][] value) {
    int size = 0;
    for (byte[] text : value) {
      size += Long.BYTES + text.length;
    }
    ByteBuffer bytes = array(STRING, value.length, size);
    for (byte[] text : value) {
      bytes.putLong(text.length).put(text);
    }
    return put(key, ARRAY, bytes);
  }

  /**
   * @param shape as in PyTorch: the last dimension's numbers lie side by side
   * @param data all of it
   */
  GgufFile tensor(String name, Type type, ByteBuffer data, int... shape) {
    tensors.add(new Tensor(name, type, shape, data));
    return this;
  }

  private GgufFile put(String key, int type, ByteBuffer value) {
    write(string(key.getBytes(StandardCharsets.UTF_8)));
    write(little(4).putInt(type));
    write(value);
    count++;
    return this;
  }

  private void write(ByteBuffer filled) {
    values.write(filled.array(), 0, filled.position());
  }

  private static ByteBuffer array(int type, int length, int bytes) {
    return little(12 + bytes).putInt(type).putLong(length);
  }

  private static ByteBuffer string(byte[] text) {
    return little(Long.BYTES + text.length).putLong(text.length).put(text);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @throws IOException where it cannot be written
   */
  void write(Path file) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.write("GGUF".getBytes(StandardCharsets.US_ASCII));
      ByteBuffer head = little(20).putInt(VERSION).putLong(tensors.size()).putLong(count);
      out.write(head.array());
      values.writeTo(out);
      long offset = 0;
      for (Tensor tensor : tensors) {
        out.write(description(tensor, offset));
        offset += padded(tensor.data().remaining());
      }
      pad(out, out.size());
      WritableByteChannel channel = Channels.newChannel((OutputStream) out);
      for (Tensor tensor : tensors) {
        int size = tensor.data().remaining();
        channel.write(tensor.data().duplicate());
        pad(out, size);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static byte[] description(Tensor tensor, long offset) {
    byte[] name = tensor.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = little(Long.BYTES + name.length + 4 + 8 * tensor.shape().length + 4 + 8);
    out.putLong(name.length).put(name).putInt(tensor.shape().length);
    for (int i = tensor.shape().length - 1; i >= 0; i--) {
      out.putLong(tensor.shape()[i]);
    }
    return out.putInt(tensor.type().code).putLong(offset).array();
  }

  private static long padded(long size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void pad(OutputStream out, long size) throws IOException {
    out.write(new byte[(int) (padded(size) - size)]);
  }
}
