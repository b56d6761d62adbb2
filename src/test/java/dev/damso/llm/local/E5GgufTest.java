package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class E5GgufTest {
  private static final int WIDTH = 32;
  private static final int PIECES = 5;

  @TempDir private Path folder;

  /** A pack of one layer, whose tensors hold their own numbers. */
  private static byte[] pack() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("emb.word", (PIECES + 1) * 18);
    sizes.put("emb.pos", 4 * 4 * WIDTH);
    sizes.put("emb.type", 4 * WIDTH);
    for (String norm : new String[] {"emb.ln", "l0.aln", "l0.oln"}) {
      sizes.put(norm + ".w", 4 * WIDTH);
      sizes.put(norm + ".b", 4 * WIDTH);
    }
    for (String linear : new String[] {"q", "k", "v", "ao", "fi", "fo"}) {
      sizes.put("l0." + linear + ".w", WIDTH * 18);
      sizes.put("l0." + linear + ".b", 4 * WIDTH);
    }
    ByteBuffer out = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
    out.put("E5S1".getBytes(StandardCharsets.US_ASCII)).putInt(1);
    for (int value : new int[] {WIDTH, 1, 2, WIDTH, PIECES + 1, 4, 1}) {
      out.putInt(value);
    }
    out.putFloat(1e-12f).putInt(32);
    byte[] text = "<s><p></s><u>안".getBytes(StandardCharsets.UTF_8);
    out.putInt(PIECES).putInt(0).putInt(2).putInt(1).putInt(3).putLong(text.length);
    for (int start : new int[] {0, 3, 6, 10, 13, text.length}) {
      out.putInt(start);
    }
    for (int i = 0; i < PIECES; i++) {
      out.putFloat(-i);
    }
    out.put(text).putInt(0).putInt(0);
    out.putInt(sizes.size());
    long offset = 50_000;
    int number = 0;
    for (Map.Entry<String, Integer> tensor : sizes.entrySet()) {
      byte[] name = tensor.getKey().getBytes(StandardCharsets.US_ASCII);
      out.putShort((short) name.length).put(name).put((byte) 0).putInt(0);
      out.putLong(offset).putLong(tensor.getValue());
      for (int i = 0; i < tensor.getValue(); i++) {
        out.put((int) offset + i, (byte) number);
      }
      offset += tensor.getValue();
      number++;
    }
    return out.array();
  }

  @Test
  void thePackBecomesAGgufFileWithTheSameNumbers() throws IOException {
    Files.write(folder.resolve("e5-small-q4.bin"), pack());
    E5Gguf.build(folder, folder);
    byte[] bytes = Files.readAllBytes(folder.resolve(E5Gguf.FILE));
    ByteBuffer gguf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("GGUF");
    assertThat(gguf.getInt(4)).isEqualTo(3);
    assertThat(gguf.getLong(8)).as("tensors").isEqualTo(3 + 6 + 12);
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(text).contains("tokenizer.ggml.tokens", "안", "blk.0.ffn_down.weight");
    // The words are the first tensor, at the first multiple of 32 behind the descriptions; a table
    // may have rows that are no words.
    int data = (lastDescription(bytes) + 31) / 32 * 32;
    assertThat(Arrays.copyOfRange(bytes, data, data + PIECES * 18)).containsOnly(0);
    int positions = data + (PIECES * 18 + 31) / 32 * 32;
    assertThat(Arrays.copyOfRange(bytes, positions, positions + 4 * 4 * WIDTH)).containsOnly(1);
    assertThat(bytes.length % 32).isZero();
  }

  /** Where the description of the last tensor ends. */
  private static int lastDescription(byte[] bytes) {
    String name = "blk.0.layer_output_norm.bias";
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name);
    return at + name.length() + 4 + 8 + 4 + 8;
  }

  @Test
  void anythingElseIsSaidInOneLine() throws IOException {
    for (byte[] bad : new byte[][] {"no".getBytes(StandardCharsets.US_ASCII), new byte[200]}) {
      Files.write(folder.resolve("e5-small-q4.bin"), bad);
      assertThatThrownBy(() -> E5Gguf.build(folder, folder))
          .isInstanceOf(UserFacingException.class)
          .hasMessageContaining("no packed E5 model");
    }
    byte[] cut = Arrays.copyOf(pack(), 300);
    Files.write(folder.resolve("e5-small-q4.bin"), cut);
    assertThatThrownBy(() -> E5Gguf.build(folder, folder)).isInstanceOf(UserFacingException.class);
  }
}
