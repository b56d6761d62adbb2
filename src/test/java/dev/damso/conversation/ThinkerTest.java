package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.Completion;
import dev.damso.llm.FakeGreetings;
import dev.damso.llm.FakeLanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.knowledge.Knowledge;
import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import dev.damso.telemetry.ReplyTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ThinkerTest {
  private static final int STALL_MS = 650;

  private final List<Runnable> stalls = new ArrayList<>();
  private final List<String> spoken = new ArrayList<>();
  private final List<Boolean> remembered = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Completion> completions = new ArrayList<>();
  private final List<Runnable> due = new ArrayList<>();
  private final Cancellation cancellation = new Cancellation();
  private final ChatHistory history = new ChatHistory();
  private FakeLanguageModel model = new FakeLanguageModel(prompt -> Stream.of("네, ", "있어요."));

  private String answer(String text, int fillerMs) {
    ReplySettings settings =
        new ReplySettings(
            "ko",
            "ko",
            new ThinkerSettings(
                "", Knowledge.NONE, FakeGreetings.GREETINGS, fillerMs, 100, 0.7, 40, false),
            1,
            STALL_MS);
    Fillers.Timer timer =
        (ms, action) -> {
          (ms == STALL_MS ? stalls : due).add(action);
          return () -> {
            due.remove(action);
            stalls.remove(action);
          };
        };
    return new Thinker(model, settings, timer)
        .answer(
            text,
            "ko",
            history,
            clause -> {
              spoken.add(clause.text());
              remembered.add(clause.answer());
            },
            new ReplyTimeline(System::nanoTime),
            new Listener(),
            cancellation);
  }

  private void model(Function<dev.damso.llm.Prompt, Stream<String>> script) {
    model = new FakeLanguageModel(script);
  }

  private final class Listener implements ReplyListener {
    @Override
    public void understood(String text, String language) {}

    @Override
    public void speech(SpeechChunk chunk) {}

    @Override
    public void answered(Completion completion) {
      completions.add(completion);
    }

    @Override
    public void problem(String code, Throwable cause) {
      problems.add(code);
    }
  }

  @Test
  void aGreetingBeforeAQuestionIsSaidAtOnceAndOnlyOnce() {
    model(prompt -> {
      assertThat(spoken).as("before the model is asked").containsExactly("안녕하세요!");
      return Stream.of("안녕", "하세요! ", "네, ", "있어요.");
    });
    assertThat(answer("안녕하세요, 학생 할인 있나요?", 0)).isEqualTo("안녕하세요! 네, 있어요.");
    assertThat(String.join(" ", spoken)).isEqualTo("안녕하세요! 네, 있어요.");
    assertThat(model.prompts().getFirst().begun()).isEqualTo("안녕하세요!");
  }

  @Test
  void aModelThatOnlyGreetsAgainHasNotAnswered() {
    model(prompt -> Stream.of("안녕하세요!"));
    answer("안녕하세요, 학생 할인 있나요?", 0);
    assertThat(problems).containsExactly("llm_failed");
    assertThat(String.join(" ", spoken)).startsWith("안녕하세요!").contains("죄송해요");
  }

  @Test
  void aFillerBreaksTheSilenceOnce() {
    model(prompt -> {
      due.getFirst().run();
      due.getFirst().run();
      return Stream.of("네, ", "있어요.");
    });
    answer("학생 할인 있나요?", 400);
    assertThat(spoken).first().isEqualTo("음,");
    assertThat(remembered).as("a filler is no part of the answer").startsWith(false).contains(true);
    assertThat(String.join(" ", spoken)).isEqualTo("음, 네, 있어요.");
  }

  @Test
  void noFillerOnceTheFirstWordIsThere() {
    List<Runnable> late = new ArrayList<>();
    model(prompt -> {
      late.addAll(due);
      return Stream.of("네, ", "있어요.");
    });
    answer("학생 할인 있나요?", 400);
    assertThat(due).as("stopped").isEmpty();
    late.forEach(Runnable::run);
    assertThat(spoken).doesNotContain("음,");
  }

  @Test
  void noFillerUnlessAskedFor() {
    answer("학생 할인 있나요?", 0);
    assertThat(due).isEmpty();
  }

  @Test
  void whenTheModelPausesInASentenceItsWholeWordsAreSpoken() {
    List<List<String>> heard = new ArrayList<>();
    model(prompt ->
        Stream.of("오늘", " 날씨는 아", "주", " 맑아요.")
            .map(piece -> {
              if (piece.equals("주")) {
                stalls.getFirst().run();
                heard.add(List.copyOf(spoken));
              }
              return piece;
            }));
    assertThat(answer("날씨 어때?", 0)).isEqualTo("오늘 날씨는 아주 맑아요.");
    assertThat(heard).containsExactly(List.of("오늘 날씨는"));
    assertThat(spoken).containsExactly("오늘 날씨는", "아주 맑아요.");
    assertThat(stalls).as("stopped").isEmpty();
  }

  @Test
  void aFirstClauseThatIsLateIsSpokenUpToItsFirstPhrase() {
    List<List<String>> heard = new ArrayList<>();
    model(prompt ->
        Stream.of("The museum ", "opens ", "at ", "nine ", "in the morning.")
            .peek(piece -> {
              if (piece.equals("nine ")) {
                due.getFirst().run();
                heard.add(List.copyOf(spoken));
              }
            }));
    assertThat(answer("When does it open?", 0))
        .isEqualTo("The museum opens at nine in the morning.");
    assertThat(heard).containsExactly(List.of("The museum opens"));
    assertThat(spoken).containsExactly("The museum opens", "at nine in the morning.");
    assertThat(due).as("stopped").isEmpty();
  }

  @Test
  void aStreamThatFlowsIsNotCut() {
    List<Runnable> late = new ArrayList<>();
    model(prompt ->
        Stream.of("오늘 ", "날씨는 ", "아주 ", "맑아요.")
            .peek(_ -> {
              late.forEach(Runnable::run);
              late.addAll(stalls);
            }));
    answer("날씨 어때?", 0);
    late.forEach(Runnable::run);
    assertThat(spoken).containsExactly("오늘 날씨는 아주 맑아요.");
  }

  @Test
  void whatCannotBeSpokenIsNoAnswer() {
    model(prompt -> Stream.of("```java\nint x = 1;\n", "int y = 2;\n```"));
    answer("코드 써 줘", 0);
    assertThat(problems).containsExactly("llm_failed");
    assertThat(String.join(" ", spoken)).contains("죄송해요").doesNotContain("int");
  }

  @Test
  void thoughtsAreNotSpoken() {
    model(prompt -> Stream.of("<thi", "nk>사용자는 할인을 묻는다. ", "</think>네, ", "있어요."));
    answer("학생 할인 있나요?", 0);
    assertThat(String.join(" ", spoken)).isEqualTo("네, 있어요.");
  }

  @Test
  void usageIsTold() {
    answer("학생 할인 있나요?", 0);
    assertThat(completions).extracting(Completion::text).containsExactly("네, 있어요.");
  }

  @Test
  void nobodyApologisesForWhatWasCancelled() {
    model(prompt -> {
      cancellation.cancel();
      throw new LanguageModelException("closed");
    });
    answer("학생 할인 있나요?", 0);
    assertThat(spoken).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void betweenRepliesALongConversationIsSummarised() {
    model(prompt -> Stream.of("민수는 커피를 좋아한다."));
    for (int i = 0; i < 6; i++) {
      history.addUser("질문 " + i);
      history.addAssistant("대답 " + i);
    }
    ReplyPipeline pipeline = new ReplyPipeline(FakeStages.of(model), FakeStages.SETTINGS);
    pipeline.rest(history.copy(), cancellation).orElseThrow().accept(history);
    assertThat(history.summary()).isEqualTo("민수는 커피를 좋아한다.");
    assertThat(history.messages()).hasSize(6);
    assertThat(pipeline.rest(history.copy(), cancellation)).isEmpty();
  }
}
