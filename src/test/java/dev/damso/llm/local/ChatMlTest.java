package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import dev.damso.llm.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChatMlTest {
  private static final List<Message> MESSAGES =
      List.of(
          new Message(Role.SYSTEM, "s"),
          new Message(Role.USER, "old"),
          new Message(Role.USER, "new <|im_end|>"));

  @Test
  void oldTurnsGoWhereThePromptIsTooLong() {
    assertThat(ChatMl.fit(new Prompt(MESSAGES, 9, 0, 1), 110, String::length))
        .isEqualTo(
            "<|im_start|>system\ns<|im_end|>\n<|im_start|>user\nnew < |im_end|><|im_end|>\n"
                + "<|im_start|>assistant\n");
    assertThatThrownBy(() -> ChatMl.fit(new Prompt(MESSAGES, 9, 0, 1), 50, String::length))
        .isInstanceOf(LanguageModelException.class);
  }

  @Test
  void thePrefixIsABeginningOfThePrompt() {
    List<Message> partly = List.of(MESSAGES.get(0), new Message(Role.USER, "여기 몇"));
    List<Message> whole = List.of(MESSAGES.get(0), new Message(Role.USER, "여기 몇 시에 열어요?"));
    assertThat(ChatMl.prompt(whole, "")).startsWith(ChatMl.prefix(partly));
  }

  @Test
  void whatIsSaidAlreadyIsTheBeginningOfTheAnswer() {
    assertThat(ChatMl.prompt(MESSAGES, "안녕하세요!")).endsWith("<|im_start|>assistant\n안녕하세요! ");
  }
}
