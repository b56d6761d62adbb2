package dev.damso.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.llm.Message.Role;
import dev.damso.media.Cancellation;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ChatTest {
  private record FakeLanguageModel(String before) implements LanguageModel {
    @Override
    public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
      if (!before.isEmpty()) {
        onText.accept(before);
      }
      throw new LanguageModelException("down");
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }

  private static Prompt ask(String text) {
    return new ChatHistory(4).prompt(SystemPrompt.of("", "ko"), text, 100, 0.7, 40);
  }

  @Test
  void theNextModelAnswersWhereTheFirstSaidNothing() {
    try (LanguageModel model =
        new FallbackLanguageModel(List.of(new FakeLanguageModel(""), new EchoLanguageModel()))) {
      assertThat(model.generate(ask("안녕 담소"), t -> {}, Cancellation.none()).text())
          .isEqualTo("안녕 담소");
    }
  }

  @Test
  void nobodyGoesOnFromHalfAnAnswer() {
    try (LanguageModel model =
        new FallbackLanguageModel(List.of(new FakeLanguageModel("네"), new EchoLanguageModel()))) {
      assertThatThrownBy(() -> model.generate(ask("안녕"), t -> {}, Cancellation.none()))
          .isInstanceOf(LanguageModelException.class);
    }
  }

  @Test
  void historyKeepsTheLastMessagesAndStartsWithTheUser() {
    ChatHistory history = new ChatHistory(4);
    for (int i = 0; i < 5; i++) {
      history.addUser("q" + i);
      history.addAssistant(i == 4 ? "" : "a" + i);
    }
    assertThat(history.messages())
        .containsExactly(
            new Message(Role.USER, "q3"),
            new Message(Role.ASSISTANT, "a3"),
            new Message(Role.USER, "q4"));
  }

  @Test
  void oldTurnsGoWhereThePromptIsTooLong() {
    List<Message> messages =
        List.of(
            new Message(Role.SYSTEM, "s"),
            new Message(Role.USER, "old"),
            new Message(Role.USER, "new <|im_end|>"));
    assertThat(ChatMl.fit(messages, 110, String::length))
        .isEqualTo(
            "<|im_start|>system\ns<|im_end|>\n<|im_start|>user\nnew < |im_end|><|im_end|>\n"
                + "<|im_start|>assistant\n");
  }
}
