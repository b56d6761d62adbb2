package dev.damso.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.llm.Message.Role;
import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FallbackLanguageModelTest {
  private static final Prompt PROMPT =
      new Prompt(List.of(new Message(Role.USER, "안녕 담소")), 9, 0, 1);

  private final List<String> heard = new ArrayList<>();

  private static FakeLanguageModel failing(String before) {
    return new FakeLanguageModel(prompt ->
        Stream.of(before, "!")
            .filter(piece -> !piece.isEmpty())
            .peek(piece -> {
              if (piece.equals("!")) {
                throw new LanguageModelException("down");
              }
            }));
  }

  private String ask(LanguageModel... models) {
    return new FallbackLanguageModel(List.of(models))
        .generate(PROMPT, heard::add, Cancellation.none())
        .text();
  }

  @Test
  void theNextModelAnswersWhereTheFirstSaidNothing() {
    assertThat(ask(failing(""), failing(""), new EchoLanguageModel())).isEqualTo("안녕 담소");
  }

  @Test
  void aBlankAnswerIsNone() {
    FakeLanguageModel mute = new FakeLanguageModel(prompt -> Stream.of());
    assertThat(ask(mute, new EchoLanguageModel())).isEqualTo("안녕 담소");
    assertThatThrownBy(() -> ask(mute)).hasMessageContaining("answered nothing");
  }

  @Test
  void nobodyGoesOnFromHalfAnAnswer() {
    assertThatThrownBy(() -> ask(failing("네"), new EchoLanguageModel()))
        .isInstanceOf(LanguageModelException.class);
    assertThat(heard).containsExactly("네");
  }

  @Test
  void nobodyIsAskedOnceItIsCancelled() {
    Cancellation cancellation = new Cancellation();
    FakeLanguageModel next = new FakeLanguageModel(prompt -> Stream.of("늦었어요"));
    FakeLanguageModel first =
        new FakeLanguageModel(prompt -> {
          cancellation.cancel();
          throw new LanguageModelException("down");
        });
    LanguageModel chain = new FallbackLanguageModel(List.of(first, next));
    assertThatThrownBy(() -> chain.generate(PROMPT, heard::add, cancellation))
        .isInstanceOf(LanguageModelException.class);
    assertThat(next.prompts()).isEmpty();
  }

  @Test
  void oneThatStandsByIsLoadedOnceAndOnlyWhenAsked() {
    List<String> loaded = new ArrayList<>();
    LanguageModel lazy =
        new LazyLanguageModel(
            "lazy",
            () -> {
              loaded.add("x");
              return new EchoLanguageModel();
            });
    ask(new EchoLanguageModel(), lazy);
    assertThat(loaded).isEmpty();
    ask(failing(""), lazy);
    ask(failing(""), lazy);
    assertThat(loaded).hasSize(1);
    lazy.close();
    assertThatThrownBy(() -> ask(lazy)).hasMessageContaining("closed");
  }

  @Test
  void whoStoodInLastIsKeptReadyToo() {
    FakeLanguageModel first =
        new FakeLanguageModel(prompt -> {
          if (heard.isEmpty()) {
            throw new LanguageModelException("down");
          }
          return Stream.of("네.");
        });
    FakeLanguageModel second = new FakeLanguageModel(prompt -> Stream.of("예."));
    LanguageModel standsBy = new LazyLanguageModel("second", () -> second);
    LanguageModel chain = new FallbackLanguageModel(List.of(first, standsBy));
    chain.warmUp(PROMPT, Cancellation.none());
    assertThat(first.warmedUp()).hasSize(1);
    assertThat(second.warmedUp()).isEmpty();
    chain.generate(PROMPT, heard::add, Cancellation.none());
    chain.warmUp(PROMPT, Cancellation.none());
    chain.prefill(() -> PROMPT, Cancellation.none());
    assertThat(first.prefilled()).hasSize(1);
    assertThat(second.prefilled()).as("only the preferred one is asked first").isEmpty();
    assertThat(first.warmedUp()).hasSize(2);
    assertThat(second.warmedUp()).hasSize(1);
    chain.generate(PROMPT, heard::add, Cancellation.none());
    chain.warmUp(PROMPT, Cancellation.none());
    assertThat(heard).containsExactly("예.", "네.");
    assertThat(second.warmedUp()).as("the preferred one is back").hasSize(1);
  }

  @Test
  void oneThatDoesNotLoadIsAFailure() {
    LanguageModel lazy =
        new LazyLanguageModel(
            "lazy",
            () -> {
              throw new IllegalStateException("no file");
            });
    assertThatThrownBy(() -> ask(lazy)).hasMessageContaining("lazy does not load: no file");
  }
}
