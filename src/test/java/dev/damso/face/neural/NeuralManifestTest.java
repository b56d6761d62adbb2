package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NeuralManifestTest {
  private static String demo() throws Exception {
    try (InputStream in =
        NeuralManifestTest.class.getResourceAsStream("/avatars/demo-neural/neural.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static NeuralManifest read(String json) {
    return NeuralManifest.read(json.getBytes(StandardCharsets.UTF_8), "x");
  }

  @Test
  void theDemoIsWhole() throws Exception {
    NeuralManifest manifest = read(demo());
    assertThat(manifest.name()).isEqualTo("demo-neural");
    assertThat(manifest.features(Optional.empty()).afterMs()).isLessThanOrEqualTo(160);
    assertThat(manifest.boxes()).hasSize(150);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": 1 | \"format\": 2 | format 2",
        "\"model.onnx\" | \"../../etc/passwd\" | names no file",
        "\"PERSONAL\" | \"NOBODY\" | neural.json",
        "\"steps\": 40 | \"steps\": 4000000 | too many steps",
        "\"size\": 160, \"bgr\": false, \"feather\" | \"size\": 99999, \"bgr\": false, \"feather\" | size",
        "\"feather\": 0.07 | \"feather\": -1 | feather",
        "\"licence\": \"CC0 | \"licens\": \"CC0 | licence",
        "\"audio\": { | \"audio\": 3, \"x\": { | neural.json",
        "\"frame\": { | \"frame\": null, \"x\": { | frame",
      })
  void whatIsWrongIsSaid(String right, String wrong, String said) throws Exception {
    String json = demo();
    assertThat(json).contains(right);
    assertThatThrownBy(() -> read(json.replace(right, wrong)))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining(said);
  }

  @Test
  void damagedFilesAreToldNotThrown() throws Exception {
    byte[] json = demo().substring(0, 700).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = json.clone();
      for (int k = 0; k < 3; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThatThrownBy(() -> NeuralManifest.read(damaged, "x"))
          .isInstanceOf(UserFacingException.class);
    }
  }
}
