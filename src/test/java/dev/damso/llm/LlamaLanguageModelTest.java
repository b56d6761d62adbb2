package dev.damso.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LlamaLanguageModelTest {
  private static final String NAME = "qwen2.5-coder-0.5b-instruct";

  @TempDir private Path folder;

  @Test
  void answersInKoreanAndStopsWhenCancelled() {
    Path models =
        Path.of(
            Objects.requireNonNullElse(
                System.getenv("DAMSO_MODELS"), System.getProperty("user.home") + "/.cache/damso"));
    Path gguf = models.resolve(NAME).resolve(NAME + "-q4_k_m.gguf");
    assumeTrue(Files.exists(gguf), "no language model at " + gguf);
    Prompt prompt =
        new ChatHistory(4).prompt(SystemPrompt.of("", "ko"), "학생 할인이 가능한 시간이 있나요?", 60, 0, 40);
    try (LlamaLanguageModel model = new LlamaLanguageModel(gguf)) {
      model.warmUp(prompt);
      Completion whole = model.generate(prompt, text -> {}, Cancellation.none());
      assertThat(whole.text()).containsPattern("[가-힣]").doesNotContain("<|im");
      assertThat(whole.completionTokens()).isGreaterThan(3);
      Cancellation cancellation = new Cancellation();
      Completion cut = model.generate(prompt, text -> cancellation.cancel(), cancellation);
      assertThat(cut.text()).isNotEmpty().hasSizeLessThan(whole.text().length());
      assertThat(model.generate(prompt, text -> {}, Cancellation.none()).text())
          .containsPattern("[가-힣]");
    }
  }

  @Test
  void aMissingOrBrokenFileIsSaidInOneLine() throws IOException {
    assertThatThrownBy(() -> new LlamaLanguageModel(folder.resolve("no.gguf")).close())
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("no.gguf");
    Path broken = Files.writeString(folder.resolve("broken.gguf"), "GGUF?");
    assertThatThrownBy(() -> new LlamaLanguageModel(broken).close())
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("does not load");
  }
}
