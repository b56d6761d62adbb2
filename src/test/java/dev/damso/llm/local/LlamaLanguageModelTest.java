package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Prompt;
import dev.damso.llm.SystemPrompt;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LlamaLanguageModelTest {
  private static @Nullable LlamaLanguageModel loaded;

  @TempDir private Path folder;

  @BeforeEach
  void findModel() {
    Path gguf = LocalModel.require();
    if (loaded == null) {
      loaded = new LlamaLanguageModel(gguf, 2, 1024, 0.3);
    }
  }

  @AfterAll
  static void close() {
    LlamaLanguageModel model = loaded;
    if (model != null) {
      model.close();
      model.close();
      assertThatThrownBy(() -> model.generate(prompt("네?", 5), t -> {}, Cancellation.none()))
          .hasMessageContaining("closed");
    }
  }

  private static LlamaLanguageModel model() {
    return Objects.requireNonNull(loaded);
  }

  private static Prompt prompt(String text, int tokens) {
    return new Prompt(
        new ChatHistory().prompt(SystemPrompt.of("", "", "ko"), "", text), tokens, 0, 1);
  }

  @Test
  void answersInKoreanAndStopsWhenCancelled() {
    Prompt prompt = prompt("학생 할인이 가능한 시간이 있나요?", 60);
    model().prefill(() -> prompt("학생 할인이 가능한", 60), Cancellation.none());
    Completion whole = model().generate(prompt, text -> {}, Cancellation.none());
    assertThat(whole.text()).containsPattern("[가-힣]").doesNotContain("<|im");
    assertThat(whole.completionTokens()).isGreaterThan(3);
    assertThat(whole.promptTokens()).isGreaterThan(20);
    Cancellation cancellation = new Cancellation();
    Completion cut = model().generate(prompt, text -> cancellation.cancel(), cancellation);
    assertThat(cut.text()).isNotEmpty().hasSizeLessThan(whole.text().length());
    assertThat(model().generate(prompt, text -> {}, Cancellation.none()).text())
        .containsPattern("[가-힣]");
  }

  @Test
  void whatIsBegunIsGoneOnFrom() {
    Completion completion =
        model()
            .generate(
                prompt("안녕하세요, 이름이 뭐예요?", 30).begunWith("안녕하세요!"), text -> {}, Cancellation.none());
    assertThat(completion.text()).isNotBlank().doesNotStartWith("안녕하세요");
  }

  @Test
  void whatNobodyWaitsForGivesWay() throws InterruptedException {
    CountDownLatch writing = new CountDownLatch(1);
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread background =
        Thread.ofPlatform()
            .start(() -> {
              try {
                model()
                    .generate(
                        prompt("아주 긴 이야기를 해 주세요", 400).inBackground(),
                        text -> writing.countDown(),
                        Cancellation.none());
              } catch (LanguageModelException e) {
                outcome.set(e);
              }
            });
    writing.await();
    assertThat(model().generate(prompt("네?", 5), t -> {}, Cancellation.none()).text()).isNotEmpty();
    background.join();
    assertThat(outcome.get()).hasMessageContaining("gave way");
  }

  @Test
  void aCancelledCallerIsFreeBeforeTheFirstToken() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThat(model().generate(prompt("네?", 5), t -> {}, cancellation).text()).isEmpty();
  }

  @Test
  void aMissingOrBrokenFileIsSaidInOneLine() throws IOException {
    assertThatThrownBy(() -> new LlamaLanguageModel(folder.resolve("no.gguf"), 1, 512, 0).close())
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("no.gguf");
    Path broken = Files.writeString(folder.resolve("broken.gguf"), "GGUF?");
    assertThatThrownBy(() -> new LlamaLanguageModel(broken, 1, 512, 0).close())
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("does not load");
  }
}
