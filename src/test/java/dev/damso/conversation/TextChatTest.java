package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.FakeLanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import dev.damso.llm.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  /** Summaries never end, cancelled or not; were one waited for, the chat would hang. */
  @Test
  @Timeout(60)
  void noAnswerWaitsForASummary() {
    CountDownLatch end = new CountDownLatch(1);
    FakeLanguageModel model =
        new FakeLanguageModel(prompt -> {
          if (prompt.background()) {
            awaitUninterruptibly(end);
          }
          return Stream.of("네.");
        });
    try (TextChat chat = new TextChat(model, FakeStages.SETTINGS)) {
      for (int turn = 0; turn < 40; turn++) {
        assertThat(chat.say("질문 " + turn, clause -> {}).reply()).isEqualTo("네.");
      }
      assertThat(model.prompts()).filteredOn(prompt -> !prompt.background()).hasSize(40);
      assertThat(model.prompts()).anyMatch(Prompt::background);
      end.countDown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
