package dev.damso.model.graph;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Writes CTranslate2 weights of a Whisper model that has the shapes of a real one and no sense. */
public final class RandomWhisper {
  private final Map<String, int[]> shapes = new LinkedHashMap<>();
  private final int width;

  private RandomWhisper(int width) {
    this.width = width;
  }

  /** Writes {@code model.bin}. */
  public static void write(
      Path directory, int mels, int width, int heads, int encoder, int decoder, int vocabulary)
      throws IOException {
    RandomWhisper w = new RandomWhisper(width);
    w.linear("encoder/conv1", width, mels, 3);
    w.linear("encoder/conv2", width, width, 3);
    w.shapes.put("encoder/position_encodings/encodings", new int[] {1500, width});
    w.shapes.put("decoder/position_encodings/encodings", new int[] {448, width});
    w.shapes.put("decoder/embeddings/weight", new int[] {vocabulary, width});
    for (int l = 0; l < encoder; l++) {
      w.attention("encoder/layer_" + l + "/self_attention", 3, 1);
      w.feedForward("encoder/layer_" + l + "/ffn");
    }
    for (int l = 0; l < decoder; l++) {
      w.attention("decoder/layer_" + l + "/self_attention", 3, 1);
      w.attention("decoder/layer_" + l + "/attention", 1, 2, 1);
      w.feedForward("decoder/layer_" + l + "/ffn");
    }
    w.norm("encoder/layer_norm");
    w.norm("decoder/layer_norm");
    Files.write(directory.resolve("model.bin"), w.bytes(heads));
  }

  private void norm(String path) {
    shapes.put(path + "/gamma", new int[] {width});
    shapes.put(path + "/beta", new int[] {width});
  }

  private void linear(String path, int... shape) {
    shapes.put(path + "/weight", shape);
    shapes.put(path + "/bias", new int[] {shape[0]});
  }

  private void attention(String path, int... stacked) {
    norm(path + "/layer_norm");
    for (int i = 0; i < stacked.length; i++) {
      linear(path + "/linear_" + i, stacked[i] * width, width);
    }
  }

  private void feedForward(String path) {
    norm(path + "/layer_norm");
    linear(path + "/linear_0", 4 * width, width);
    linear(path + "/linear_1", width, 4 * width);
  }

  private byte[] bytes(int heads) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    u32(out, 6);
    string(out, "WhisperSpec");
    u32(out, 3);
    u32(out, shapes.size() + 2);
    Random random = new Random(1);
    for (Map.Entry<String, int[]> shape : shapes.entrySet()) {
      string(out, shape.getKey());
      out.writeByte(shape.getValue().length);
      int elements = 1;
      for (int dimension : shape.getValue()) {
        u32(out, dimension);
        elements *= dimension;
      }
      out.writeByte(4); // float16
      u32(out, 2 * elements);
      ByteBuffer data = ByteBuffer.allocate(2 * elements).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < elements; i++) {
        data.putShort(Float.floatToFloat16((float) random.nextGaussian() * 0.1f));
      }
      out.write(data.array());
    }
    for (String side : new String[] {"encoder", "decoder"}) {
      string(out, side + "/num_heads");
      out.writeByte(0);
      out.writeByte(1); // int8
      u32(out, 1);
      out.writeByte(heads);
    }
    u32(out, 0);
    return bytes.toByteArray();
  }

  private static void u32(DataOutputStream out, int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(Short.reverseBytes((short) (bytes.length + 1)));
    out.write(bytes);
    out.writeByte(0);
  }
}
