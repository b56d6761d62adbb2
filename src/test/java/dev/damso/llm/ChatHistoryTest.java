package dev.damso.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.ChatHistory.Excess;
import dev.damso.llm.Message.Role;
import dev.damso.media.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChatHistoryTest {
  private static final SystemPrompt SYSTEM = SystemPrompt.of("", "", "ko");

  private final ChatHistory history = new ChatHistory();

  private void turns(int from, int to) {
    for (int i = from; i < to; i++) {
      history.addUser("질문 " + i);
      history.addAssistant("대답 " + i);
    }
  }

  private static int characters(List<Message> prompt) {
    return prompt.stream().mapToInt(message -> message.text().length()).sum();
  }

  @Test
  void itStartsWithTheUserAndForgetsWhatNobodyHeard() {
    history.addAssistant("혼잣말");
    history.addUser("q");
    history.addAssistant(" ");
    assertThat(history.messages()).containsExactly(new Message(Role.USER, "q"));
  }

  @Test
  void aReplyThatIsTheQuestionIsForgottenWithIt() {
    turns(0, 1);
    history.addUser("잠이 안 와요.");
    history.addAssistant("잠이 안 와요");
    assertThat(history.messages()).endsWith(new Message(Role.ASSISTANT, "대답 0"));
    history.addUser("잠이 안 와요.");
    history.addAssistant("잠이 안 오면 우유를 드세요.");
    assertThat(history.messages()).hasSize(4);
  }

  @Test
  void theOldestAreTooMuchOfALongConversation() {
    turns(0, 5);
    assertThat(history.excess()).isEmpty();
    history.addUser("질문 5");
    List<Message> oldest = history.excess().orElseThrow().oldest();
    assertThat(oldest).hasSize(6).first().isEqualTo(new Message(Role.USER, "질문 0"));
    assertThat(oldest).last().isEqualTo(new Message(Role.ASSISTANT, "대답 2"));
  }

  @Test
  void aSummaryTakesTheirPlace() {
    turns(0, 6);
    Excess excess = history.excess().orElseThrow();
    turns(6, 7); // meanwhile the conversation goes on
    history.compress(excess, "민수는 커피를 좋아한다.");
    assertThat(history.messages()).hasSize(8).first().isEqualTo(new Message(Role.USER, "질문 3"));
    List<Message> prompt = history.prompt(SYSTEM, "", "지금");
    assertThat(prompt)
        .contains(new Message(Role.SYSTEM, "지금까지의 대화 요약: 민수는 커피를 좋아한다."))
        .last()
        .isEqualTo(new Message(Role.USER, "지금"));
    assertThat(history.copy().prompt(SYSTEM, "", "지금")).isEqualTo(prompt);
  }

  @Test
  void aSummaryThatComesTwiceOrTooLateChangesNothing() {
    turns(0, 6);
    Excess excess = history.excess().orElseThrow();
    history.compress(excess, "");
    assertThat(history.summary()).isEmpty();
    history.compress(excess, "첫 요약");
    history.compress(excess, "둘째 요약");
    assertThat(history.summary()).isEqualTo("첫 요약");
    assertThat(history.messages()).hasSize(6);
  }

  @Test
  void whatTheQuestionNeedsStandsBeforeIt() {
    turns(0, 1);
    assertThat(history.prompt(SYSTEM, "주차는 무료", "주차?"))
        .endsWith(
            new Message(Role.ASSISTANT, "대답 0"),
            new Message(Role.SYSTEM, "질문에 도움이 되는 자료:\n주차는 무료"),
            new Message(Role.USER, "주차?"));
  }

  /** Between two summaries a prompt only grows at its end, so that a model reads little anew. */
  @Test
  void promptsGrowAtTheirEnd() {
    List<Message> before = history.prompt(SYSTEM, "", "질문 0");
    for (int i = 0; i < 5; i++) {
      turns(i, i + 1);
      List<Message> next = history.prompt(SYSTEM, "", "질문 " + (i + 1));
      assertThat(next.subList(0, before.size())).isEqualTo(before);
      before = next;
    }
  }

  @Test
  void fiveHundredTurnsStayBoundedAndKeepAFactOfTheFirst() {
    FakeLanguageModel model =
        new FakeLanguageModel(prompt ->
            Stream.of(prompt.messages().getLast().text().contains("김민수") ? "이름은 김민수. " : "모름. ")
                .flatMap(fact -> Stream.of(fact, "이런저런 이야기를 했다. ".repeat(20))));
    Summarizer summarizer = new Summarizer(model);
    history.addUser("제 이름은 김민수예요.");
    history.addAssistant("반가워요, 민수 님!");
    int longest = 0;
    for (int turn = 1; turn < 500; turn++) {
      List<Message> prompt = history.prompt(SYSTEM, "", "질문 " + turn);
      longest = Math.max(longest, characters(prompt) - characters(SYSTEM.messages()));
      history.addUser("질문 " + turn + " " + "아주 길게 ".repeat(turn % 90));
      history.addAssistant("대답 " + turn + ". " + "자세히 말하면 ".repeat(turn % 70));
      history
          .excess()
          .ifPresent(excess ->
              summarizer
                  .summarize(excess, "ko", Cancellation.none())
                  .ifPresent(summary -> history.compress(excess, summary)));
      assertThat(history.messages()).hasSizeLessThanOrEqualTo(ChatHistory.MANY + 1);
    }
    assertThat(longest).isLessThan(ChatHistory.LONGEST_PROMPT + ChatHistory.LONGEST_SUMMARY + 100);
    assertThat(history.summary())
        .contains("김민수")
        .hasSizeLessThanOrEqualTo(ChatHistory.LONGEST_SUMMARY);
    assertThat(model.prompts()).allMatch(Prompt::background);
  }

  @Test
  void whereSummariesFailTheMessagesStayAndAreStillBounded() {
    Summarizer broken =
        new Summarizer(
            new FakeLanguageModel(prompt -> {
              throw new LanguageModelException("down");
            }));
    for (int turn = 0; turn < 500; turn++) {
      turns(turn, turn + 1);
      Optional<Excess> excess = history.excess();
      excess.ifPresent(e -> assertThat(broken.summarize(e, "ko", Cancellation.none())).isEmpty());
    }
    assertThat(history.messages()).hasSize(ChatHistory.MOST);
    assertThat(history.messages().getLast()).isEqualTo(new Message(Role.ASSISTANT, "대답 499"));
    assertThat(history.summary()).isEmpty();
  }

  @Test
  void aCancelledSummaryIsNone() {
    turns(0, 6);
    Cancellation cancellation = new Cancellation();
    Summarizer summarizer =
        new Summarizer(
            new FakeLanguageModel(prompt -> {
              cancellation.cancel();
              return Stream.of("반쪽");
            }));
    assertThat(summarizer.summarize(history.excess().orElseThrow(), "ko", cancellation)).isEmpty();
  }

  @Test
  void longTextsAreCutBehindASentence() {
    assertThat(ChatHistory.shortened("하나. 둘. 셋 넷 다섯", 9)).isEqualTo("하나. 둘.");
    assertThat(ChatHistory.shortened("가나다라 마바사아자차", 9)).isEqualTo("가나다라");
    assertThat(ChatHistory.shortened("😀😀😀", 3)).isEqualTo("😀");
    history.addUser("가".repeat(10_000));
    assertThat(history.messages().getFirst().text()).hasSize(ChatHistory.LONGEST_MESSAGE);
  }
}
