package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.damso.media.UserFacingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LlamaTextEmbedderTest {
  @TempDir private Path folder;

  private static Path model() {
    Path models =
        Path.of(
            Objects.requireNonNullElse(
                System.getenv("DAMSO_MODELS"), System.getProperty("user.home") + "/.cache/damso"));
    Path gguf = models.resolve("multilingual-e5-small").resolve(E5Gguf.FILE);
    assumeTrue(Files.exists(gguf), "./damso models pull multilingual-e5-small: no " + gguf);
    return gguf;
  }

  private static double likeness(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void likeMeansLike() {
    LlamaTextEmbedder model = new LlamaTextEmbedder(model(), 1);
    float[] asked = model.question("커피를 마실 수 있는 곳이 있나요?");
    assertThat(asked).hasSize(384);
    assertThat(likeness(asked, asked)).isCloseTo(1, within(1e-4));
    assertThat(likeness(asked, model.passage("일 층 카페에서 음료와 샌드위치를 팝니다.")))
        .isGreaterThan(likeness(asked, model.passage("월요일은 휴관일입니다.")));
    assertThat(model.passage("가나다라 마바사 😀 ".repeat(1_000))).as("too long: cut").hasSize(384);
    model.close();
    assertThatThrownBy(() -> model.question("네?")).hasMessageContaining("closed");
  }

  @Test
  void aMissingFileIsSaidInOneLine() {
    assertThatThrownBy(() -> new LlamaTextEmbedder(folder.resolve("no.gguf"), 1).close())
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("no.gguf");
  }
}
