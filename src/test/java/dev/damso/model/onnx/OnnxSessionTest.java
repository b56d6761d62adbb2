package dev.damso.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a graph of one Concat, written here by hand: {@code c = a ++ b} along the first axis. */
final class OnnxSessionTest {
  @TempDir private Path directory = Path.of("");

  /** Fields of protocol buffers, as far as these tests need them. */
  private static final class Proto {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Proto bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Proto text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto value) {
      return bytes(field, value.out.toByteArray());
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }

  private static Proto vector(String name) {
    Proto dimension = new Proto().text(2, name + "_n");
    Proto shape = new Proto().message(1, dimension);
    Proto tensor = new Proto().number(1, 1).message(2, shape);
    return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
  }

  private Path concat() throws IOException {
    Proto axis = new Proto().text(1, "axis").number(3, 0).number(20, 2);
    Proto node =
        new Proto().text(1, "a").text(1, "b").text(2, "c").text(4, "Concat").message(5, axis);
    Proto graph =
        new Proto()
            .message(1, node)
            .text(2, "g")
            .message(11, vector("a"))
            .message(11, vector("b"))
            .message(12, vector("c"));
    Proto model =
        new Proto()
            .number(1, 9)
            .message(7, graph)
            .message(8, new Proto().text(1, "").number(2, 20));
    return Files.write(directory.resolve("concat.onnx"), model.out.toByteArray());
  }

  private OnnxSession open() throws IOException {
    return OnnxRuntime.instance().open(concat(), OnnxOptions.threads(1));
  }

  private static Tensor concat(OnnxSession session, Tensor a, Tensor b) {
    return session.run(Map.of("a", a, "b", b), List.of("c")).values().iterator().next();
  }

  @Test
  void namesItsInputsAndOutputs() throws IOException {
    try (OnnxSession session = open()) {
      assertThat(session.inputNames()).containsExactly("a", "b");
      assertThat(session.outputNames()).containsExactly("c");
    }
  }

  @Test
  void anOutputIsTheNextInputWithoutACopy() throws IOException {
    try (OnnxSession session = open();
        Tensor empty = Tensor.of(new float[0], 0);
        Tensor more = Tensor.of(new float[] {1, 2}, 2);
        Tensor once = concat(session, empty, more);
        Tensor twice = concat(session, once, more)) {
      assertThat(once.shape()).containsExactly(2);
      assertThat(twice.floats()).containsExactly(1, 2, 1, 2);
    }
  }

  @Test
  void aWrongNameOrShapeIsRefused() throws IOException {
    try (OnnxSession session = open();
        Tensor matrix = Tensor.of(new float[4], 2, 2);
        Tensor vector = Tensor.of(new float[2], 2)) {
      assertThatExceptionOfType(OnnxException.class)
          .isThrownBy(() -> session.run(Map.of("x", vector), List.of("c")))
          .withMessageContaining("no x");
      assertThatExceptionOfType(OnnxException.class)
          .isThrownBy(() -> session.run(Map.of("a", matrix, "b", vector), List.of("c")));
      assertThatExceptionOfType(OnnxException.class).isThrownBy(vector::longs);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(new float[3], 2, 2));
  }

  @Test
  void aCancelledRunGivesNothing() throws IOException {
    Cancellation cancellation = new Cancellation();
    try (OnnxSession session = open();
        Tensor vector = Tensor.of(new float[] {1, 2}, 2)) {
      Map<String, Tensor> inputs = Map.of("a", vector, "b", vector);
      Map<String, Tensor> done = session.run(inputs, List.of("c"), cancellation);
      assertThat(done).containsOnlyKeys("c");
      done.values().forEach(Tensor::close);
      cancellation.cancel();
      assertThat(session.run(inputs, List.of("c"), cancellation)).isEmpty();
    }
  }

  @Test
  void aMissingOrCorruptModelSaysWhatToDo() throws IOException {
    Path corrupt = Files.writeString(directory.resolve("corrupt.onnx"), "not a model");
    for (Path file : List.of(corrupt, directory.resolve("missing.onnx"))) {
      assertThatExceptionOfType(UserFacingException.class)
          .isThrownBy(() -> OnnxRuntime.instance().open(file, OnnxOptions.threads(1)))
          .withMessageContaining("models pull");
    }
  }
}
