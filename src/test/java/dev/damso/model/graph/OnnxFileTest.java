package dev.damso.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxGraph.ElementType;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On y = (x + 1) · 2, cut behind the sum. */
final class OnnxFileTest {
  @TempDir private Path directory = Path.of("");

  private Path whole() throws IOException {
    OnnxGraph graph = new OnnxGraph("whole");
    graph.input("x", ElementType.FLOAT, "n");
    graph.constant("one", new float[] {1}, 1);
    graph.constant("two", new float[] {2}, 1);
    graph.constant("eight", new byte[] {-8, 8}, 2);
    graph.node("Add", Map.of(), List.of("x", "one"), List.of("sum"));
    graph.node("Mul", Map.of(), List.of("sum", "two"), List.of("y"));
    graph.output("y", ElementType.FLOAT, "n");
    Path file = directory.resolve("whole.onnx");
    graph.write(file);
    return file;
  }

  private float[] run(OnnxGraph graph, String input, String output) throws IOException {
    graph.input(input, ElementType.FLOAT, "n");
    graph.output(output, ElementType.FLOAT, "n");
    Path file = directory.resolve(output + ".onnx");
    graph.write(file);
    try (OnnxSession session = OnnxRuntime.instance().open(file, OnnxOptions.threads(1));
        Tensor x = Tensor.of(new float[] {1, 4}, 2)) {
      Map<String, Tensor> results = session.run(Map.of(input, x), List.of(output));
      try (Tensor y = Objects.requireNonNull(results.get(output))) {
        return y.floats();
      }
    }
  }

  @Test
  void readsNodesAndConstants() throws IOException {
    OnnxFile file = OnnxFile.read(whole());
    assertThat(file.node("Mul_y").inputs()).containsExactly("sum", "two");
    assertThat(file.constant("two").floats()).containsExactly(2f);
    assertThat(file.constant("eight").bytes()).containsExactly(-8, 8);
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> file.constant("three"))
        .withMessageContaining("three");
  }

  @Test
  void cutsTheGraphBetweenValues() throws IOException {
    OnnxFile file = OnnxFile.read(whole());
    assertThat(run(file.between("front", List.of("x"), List.of("sum")), "x", "sum"))
        .containsExactly(2f, 5f);
    assertThat(run(file.between("back", List.of("sum"), List.of("y")), "sum", "y"))
        .containsExactly(2f, 8f);
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> file.between("none", List.of(), List.of("y")));
  }

  @Test
  void otherBytesAreRefused() throws IOException {
    byte[] good = Files.readAllBytes(whole());
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] bad = good.clone();
      for (int i = 0; i < 4; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Path file = directory.resolve("bad.onnx");
      Files.write(file, java.util.Arrays.copyOf(bad, random.nextInt(bad.length)));
      try {
        OnnxFile.read(file);
      } catch (UserFacingException e) {
        assertThat(e).hasMessageContaining("bad.onnx");
      }
    }
  }
}
