package dev.damso.model.graph;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Ctranslate2ModelTest {
  @TempDir private Path directory;

  @Test
  void readsVariablesAndAliases() throws IOException {
    Ctranslate2Model model = read(sample());
    assertThat(model.specification()).isEqualTo("WhisperSpec");
    assertThat(model.shape("w")).containsExactly(1, 2);
    assertThat(model.floats("w")).containsExactly(0.5f, -2f);
    assertThat(model.floats("alias")).containsExactly(0.5f, -2f);
    assertThat(model.integer("heads")).isEqualTo(8);
    assertThatThrownBy(() -> model.floats("missing")).isInstanceOf(UserFacingException.class);
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = sample();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(UserFacingException.class);
    }
  }

  @Test
  void refusesASizeThatDoesNotFitTheShape() {
    byte[] bytes = sample();
    bytes[4 + 2 + 12 + 8 + 2 + 2 + 1] = (byte) 0x7f; // the first dimension of w
    assertThatThrownBy(() -> read(bytes)).hasMessageContaining("pull the model again");
  }

  private Ctranslate2Model read(byte[] bytes) throws IOException {
    return Ctranslate2Model.read(Files.write(directory.resolve("model.bin"), bytes));
  }

  private static byte[] sample() {
    ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    string(out.putInt(6), "WhisperSpec").putInt(3).putInt(2);
    string(out, "w").put((byte) 2).putInt(1).putInt(2).put((byte) 4).putInt(4);
    out.putShort(Float.floatToFloat16(0.5f)).putShort(Float.floatToFloat16(-2f));
    string(out, "heads").put((byte) 0).put((byte) 2).putInt(2).putShort((short) 8);
    out.putInt(1);
    string(string(out, "alias"), "w");
    return Arrays.copyOf(out.array(), out.position());
  }

  private static ByteBuffer string(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return out.putShort((short) (bytes.length + 1)).put(bytes).put((byte) 0);
  }
}
