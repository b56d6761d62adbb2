package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.config.ConfigLoader;
import dev.damso.llm.LanguageModel;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LlmAssemblyTest {
  @TempDir private Path folder = Path.of("");

  private LlmAssembly assembly(String llm, boolean installed, String... environment)
      throws IOException {
    Path file =
        Files.writeString(folder.resolve("damso.yaml"), llm.isEmpty() ? "" : "llm:\n" + llm);
    Map<String, String> variables = new HashMap<>();
    for (String entry : environment) {
      variables.put(entry.split("=", 2)[0], entry.split("=", 2)[1]);
    }
    return new LlmAssembly(
        ConfigLoader.load(Optional.of(file), variables).llm(),
        variables,
        new LlmAssembly.Files(
            () -> installed,
            () -> folder.resolve("none.gguf"),
            () -> folder.resolve("no-embedder.gguf"),
            folder));
  }

  @Test
  void withoutAKeyTheLocalModelAnswers() throws IOException {
    LlmAssembly assembly = assembly("", false);
    assertThat(assembly.provider()).isEqualTo("local");
    assertThat(assembly.fallbacks()).isEmpty();
    assertThat(assembly.needsLocalModel()).isTrue();
  }

  @Test
  void withAKeyGeminiAnswersAndTheLocalModelStandsByIfItIsThere() throws IOException {
    LlmAssembly there = assembly("", true, "GEMINI_API_KEY=x");
    assertThat(there.provider()).isEqualTo("gemini");
    try (LanguageModel model = there.languageModel()) {
      assertThat(model.name()).isEqualTo("gemini gemini-3.5-flash-lite, then local");
    }
    LlmAssembly notThere = assembly("", false, "GEMINI_API_KEY=x");
    assertThat(notThere.fallbacks()).isEmpty();
    assertThat(notThere.needsLocalModel()).as("nobody fetches it only for this").isFalse();
  }

  @Test
  void chainsAreAsConfigured() throws IOException {
    LlmAssembly assembly =
        assembly(
            "  provider: openai\n  fallbacks: anthropic, local, openai\n",
            false,
            "OPENAI_API_KEY=a",
            "ANTHROPIC_API_KEY=b");
    assertThat(assembly.fallbacks()).containsExactly("anthropic", "local");
    assertThat(assembly.needsLocalModel()).isTrue();
    assertThat(assembly("  provider: openai\n  fallbacks: none\n", true).fallbacks()).isEmpty();
  }

  @Test
  void aServerOfOnesOwnNeedsNoKey() throws IOException {
    LlmAssembly assembly =
        assembly(
            "  provider: openai\n",
            false,
            "DAMSO_LLM_OPENAI_BASE_URL=http://127.0.0.1:11434/v1",
            "DAMSO_LLM_OPENAI_MODEL=qwen3");
    try (LanguageModel model = assembly.languageModel()) {
      assertThat(model.name()).isEqualTo("openai qwen3");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'  provider: clever\n' | not clever",
        "'  fallbacks: a,b\n' | not a",
        "'  provider: gemini\n' | GEMINI_API_KEY is not set",
        "'  provider: openai\n' | OPENAI_API_KEY is not set",
        "'  provider: anthropic\n' | ANTHROPIC_API_KEY is not set",
        "'  provider: openai\n  openai:\n    baseUrl: file:///etc/passwd\n' | baseUrl is an address",
        "'  provider: openai\n  openai:\n    baseUrl: http://key@host/\n' | baseUrl is an address",
        "'  provider: echo\n  tools: [{name: a b, url: http://h/}]\n' | letters, digits",
        "'  provider: echo\n  tools: [{name: a, url: gopher://h/}]\n' | http://",
        "'  provider: echo\n  tools: [{name: a, url: http://h/, method: PUT}]\n' | GET or POST",
        "'  provider: echo\n  tools: [{name: a, url: http://h/, headers: {A: \"${NO}\"}}]\n' | NO is not set",
      })
  void whatCannotBeIsSaidInOneLine(String yaml, String why) {
    assertThatThrownBy(
            () -> {
              LlmAssembly assembly = assembly(yaml, false);
              assembly.fallbacks();
              assembly.languageModel().close();
            })
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining(why);
  }

  @Test
  void toolsAreMadeWithSecretsOfTheEnvironment() throws IOException {
    String yaml =
        """
          provider: echo
          tools:
            - name: weather
              description: 지금 날씨
              url: https://example.org/{city}
              headers: {Authorization: "Bearer ${WEATHER_KEY}"}
              parameters:
                - {name: city, description: 도시}
                - {name: days, type: integer, required: false}
        """;
    try (LanguageModel model = assembly(yaml, false, "WEATHER_KEY=s").languageModel()) {
      assertThat(model.name()).isEqualTo("echo");
    }
  }

  @Test
  void greetingsAnswersAndKnowledgeAreConfiguration() throws IOException {
    Path knowledge = Files.writeString(folder.resolve("k.txt"), "주차는 무료입니다.");
    var thinker =
        assembly(
                """
                  knowledge: %s
                  greetings:
                    - {words: [어서와], opening: 어서 오세요!}
                  answers:
                    - {said: [화장실 어디예요], answer: 왼쪽이에요.}
                """
                    .formatted(knowledge),
                false)
            .thinker();
    assertThat(thinker.knowledge().whole()).isEqualTo("주차는 무료입니다.");
    assertThat(thinker.greetings().texts()).containsExactlyInAnyOrder("어서 오세요!", "왼쪽이에요.");
  }

  @Test
  void onlyALargeKnowledgeNeedsAnEmbeddingModel() throws IOException {
    Path small = Files.writeString(folder.resolve("small.txt"), "주차는 무료입니다.");
    Path large = Files.writeString(folder.resolve("large.txt"), "주차는 무료입니다. ".repeat(500));
    assertThat(assembly("  knowledge: " + small + "\n", false).needsEmbedder()).isFalse();
    assertThat(assembly("  knowledge: " + large + "\n", false).needsEmbedder()).isTrue();
    LlmAssembly words = assembly("  knowledgeSearch: words\n  knowledge: " + large + "\n", false);
    assertThat(words.needsEmbedder()).isFalse();
    assertThat(words.thinker().knowledge().reference("주차 되나요?")).contains("무료");
  }
}
