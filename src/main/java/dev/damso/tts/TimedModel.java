package dev.damso.tts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes an inner value of a voice's graph an output: how long each symbol lasts. An ONNX file is
 * one protocol-buffer message, and messages merge when their bytes are joined, so that a node and
 * an output are added by appending a few bytes (onnx.proto3: ModelProto.graph = 7, GraphProto.node
 * = 1, GraphProto.output = 12).
 */
public final class TimedModel {
  /** Name of the output that is added. */
  public static final String DURATIONS = "durations";

  /** ONNX element types. */
  public static final int FLOAT = 1;

  public static final int INT64 = 7;

  private TimedModel() {}

  /**
   * @param model the voice as it was published
   * @param value name of the inner value
   * @param elementType {@link #FLOAT} or {@link #INT64}
   * @return the model with one more output, made beside it where it is not there yet
   */
  public static Path of(Path model, String value, int elementType) {
    Path timed = model.resolveSibling(model.getFileName() + ".timed");
    byte[] tail = message(7, join(node(value), output(elementType)));
    try {
      if (Files.exists(timed) && Files.size(timed) == Files.size(model) + tail.length) {
        return timed;
      }
      Path partial = Files.createTempFile(model.toAbsolutePath().getParent(), "timed", ".part");
      try {
        Files.copy(model, partial, StandardCopyOption.REPLACE_EXISTING);
        try (OutputStream out =
            Files.newOutputStream(partial, java.nio.file.StandardOpenOption.APPEND)) {
          out.write(tail);
        }
        Files.move(partial, timed, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
      return timed;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + model, e);
    }
  }

  /** NodeProto: input = 1, output = 2, name = 3, op_type = 4. */
  private static byte[] node(String value) {
    return message(
        1,
        join(text(1, value), text(2, DURATIONS), text(3, "damso_durations"), text(4, "Identity")));
  }

  /** ValueInfoProto: name = 1, type = 2; TypeProto.tensor_type = 1; its elem_type = 1. */
  private static byte[] output(int elementType) {
    byte[] tensor = {1 << 3, (byte) elementType};
    return message(12, join(text(1, DURATIONS), message(2, message(1, tensor))));
  }

  private static byte[] text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] message(int field, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(field << 3 | 2);
    int length = body.length;
    while (length > 0x7f) {
      out.write(length & 0x7f | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
