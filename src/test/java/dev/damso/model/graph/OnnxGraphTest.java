package dev.damso.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxGraphTest {
  @TempDir private Path directory;

  @Test
  void encodesAsProtocolBuffersSay() throws IOException {
    ProtoMessage child = new ProtoMessage().integer(1, 150).integer(2, -1);
    ProtoMessage message = new ProtoMessage().message(3, child).string(2, "ab").real(4, 1f);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo("1a0e" + "089601" + "10ffffffffffffffffff01" + "12026162" + "250000803f");
    assertThat(message.size()).isEqualTo(out.size());
  }

  @Test
  void writesOneFileAndNothingElse() throws IOException {
    OnnxGraph graph = new OnnxGraph("test");
    graph.input("x", OnnxGraph.ElementType.FLOAT, 1, "n");
    String y = graph.apply("Add", Map.of(), "x", graph.constant("c", new float[] {1}, 1));
    graph.constant("c", new float[] {2}, 1);
    graph.output(y, OnnxGraph.ElementType.FLOAT, 1, "n");
    Path file = directory.resolve("new/test.onnx");
    graph.write(file);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).startsWith(8, 9); // ir_version = 9
    assertThat(bytes).endsWith(0x42, 4, 0x0a, 0, 0x10, 20); // opset_import {"", 20}
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }
}
