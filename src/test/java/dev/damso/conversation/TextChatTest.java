package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.FakeLanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TextChatTest {
  private final List<String> clauses = new ArrayList<>();

  @Test
  void clausesComeOneByOneAndTheNextPromptHoldsThem() {
    FakeLanguageModel model =
        new FakeLanguageModel(prompt -> Stream.of("네, **맑아요**. ", "산책하기 좋아요."));
    TextChat chat = new TextChat(model, FakeStages.SETTINGS);
    TextChat.Turn turn = chat.say("날씨 어때요?", clauses::add);
    assertThat(turn.reply()).isEqualTo("네, 맑아요. 산책하기 좋아요.");
    assertThat(clauses).hasSizeGreaterThan(1);
    assertThat(turn.completion()).isPresent();
    assertThat(turn.problem()).isEmpty();
    assertThat(turn.firstMs()).isBetween(0.0, turn.totalMs());
    chat.say("정말요?", clauses::add);
    assertThat(model.prompts().getLast().messages())
        .contains(new Message(Role.ASSISTANT, "네, 맑아요. 산책하기 좋아요."))
        .endsWith(new Message(Role.USER, "정말요?"));
  }

  @Test
  void aFailureIsApologisedForAndTold() {
    TextChat chat =
        new TextChat(
            new FakeLanguageModel(prompt -> {
              throw new LanguageModelException("quota");
            }),
            FakeStages.SETTINGS);
    TextChat.Turn turn = chat.say("날씨 어때요?", clauses::add);
    assertThat(turn.problem()).contains("quota");
    assertThat(turn.reply()).contains("죄송해요");
    assertThat(turn.completion()).isEmpty();
  }
}
