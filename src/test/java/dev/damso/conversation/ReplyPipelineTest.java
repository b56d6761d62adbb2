package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.FakeLanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Message;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.stt.Transcript;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.tts.FakeTextToSpeech;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ReplyPipelineTest {
  private static final String ANSWER = "오늘은 날씨가 아주 맑아요. 밖에서 산책하기 좋은 날이에요.";

  private final List<String> spoken = Collections.synchronizedList(new ArrayList<>());
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private final List<String> understood = new ArrayList<>();
  private final ReplyTimeline timeline = new ReplyTimeline(System::nanoTime);
  private final Cancellation cancellation = new Cancellation();
  private final ChatHistory history = new ChatHistory();
  private final FakeLanguageModel model =
      new FakeLanguageModel(prompt -> Stream.of(ANSWER.splitWithDelimiters(" ", 0)));

  private class Listener implements ReplyListener {
    @Override
    public void understood(String text, String language) {
      understood.add(language + " " + text);
    }

    @Override
    public void speech(SpeechChunk chunk) {
      spoken.add(chunk.spokenText());
    }

    @Override
    public void problem(String code, Throwable cause) {
      problems.add(code);
    }
  }

  private ReplyPipeline.Outcome run(Stages stages, Question question) throws InterruptedException {
    return run(stages, question, new Listener());
  }

  private ReplyPipeline.Outcome run(Stages stages, Question question, ReplyListener listener)
      throws InterruptedException {
    return new ReplyPipeline(stages, FakeStages.SETTINGS)
        .run(new ReplyId(1), question, history, timeline, listener, cancellation);
  }

  private static Question typed(String text) {
    return new Question.Typed(text);
  }

  private static FakeLanguageModel failing(String before) {
    return new FakeLanguageModel(prompt ->
        Stream.of(before, "!")
            .map(piece -> {
              if (piece.equals("!")) {
                throw new LanguageModelException("quota");
              }
              return piece;
            }));
  }

  @Test
  void emotionTagsGoToTheFaceAndNowhereElse() throws InterruptedException {
    List<String> shown = Collections.synchronizedList(new ArrayList<>());
    Listener listener =
        new Listener() {
          @Override
          public void speech(SpeechChunk chunk) {
            super.speech(chunk);
            chunk.emotions().forEach(cue -> shown.add(cue.emotion() + "@" + cue.atMs()));
          }
        };
    FakeLanguageModel feeling =
        new FakeLanguageModel(prompt ->
            Stream.of("[smi", "le] 네, 맑", "아요! ", "[sad", "] ", "내일은 [dancing]비가 [see 3] 와요."));
    var outcome = run(FakeStages.of(feeling), typed("날씨 어때?"), listener);
    assertThat(String.join(" ", spoken)).isEqualTo("네, 맑아요! 내일은 비가 see 3 와요.");
    assertThat(outcome.answer()).isEqualTo("네, 맑아요! 내일은 비가 [see 3] 와요.");
    assertThat(shown).containsExactly("SMILE@0.0", "SAD@0.0");
  }

  @Test
  void theAnswerIsSpokenClauseByClauseInOrder() throws InterruptedException {
    var outcome = run(FakeStages.of(model), typed("날씨 어때?"));
    assertThat(outcome.answer()).isEqualTo(ANSWER);
    assertThat(spoken).hasSizeGreaterThan(1);
    assertThat(String.join(" ", spoken)).isEqualTo(ANSWER);
    assertThat(problems).isEmpty();
    assertThat(timeline.stages()).containsKeys("llm_ttft_ms", "clause_ms", "tts_ms");
  }

  @Test
  void aReplyPausesBetweenItsClausesAndNotBeforeTheFirst() throws InterruptedException {
    List<Integer> pauses = Collections.synchronizedList(new ArrayList<>());
    Listener listener =
        new Listener() {
          @Override
          public void speech(SpeechChunk chunk) {
            pauses.add(chunk.pause() / 48);
          }
        };
    FakeLanguageModel lines =
        new FakeLanguageModel(prompt -> Stream.of("물론이죠, 맑아요. 나갈까요?", "\n", "그래요. "));
    run(FakeStages.of(lines), typed("날씨 어때?"), listener);
    assertThat(pauses).containsExactly(0, 200, 400, 700);
  }

  @Test
  void theModelGivesWayUntilTheFirstClauseSounds() throws InterruptedException {
    List<Integer> sounded = new ArrayList<>();
    FakeLanguageModel watching =
        new FakeLanguageModel(prompt ->
            Stream.of("맑아요. ", "내일은 ", "비가 와요.").peek(piece -> sounded.add(spoken.size())));
    run(FakeStages.of(watching), typed("날씨 어때?"));
    assertThat(sounded.getFirst()).isZero();
    assertThat(sounded.get(1)).isPositive();
  }

  @Test
  void theWordsAreToldFirst() throws InterruptedException {
    run(FakeStages.of(model), new Question.Spoken(new Transcript("오늘 뭐 해?", "ko", true)));
    assertThat(understood).containsExactly("ko 오늘 뭐 해?");
    assertThat(model.prompts().getFirst().messages().getLast())
        .isEqualTo(new Message(Message.Role.USER, "오늘 뭐 해?"));
  }

  @Test
  void nothingSaidIsNotAnswered() throws InterruptedException {
    run(FakeStages.of(model), new Question.Spoken(new Transcript("", "ko", true)));
    assertThat(model.prompts()).isEmpty();
    assertThat(spoken).isEmpty();
  }

  @Test
  void theModelSeesWhatWasSaidBefore() throws InterruptedException {
    history.addUser("이름이 뭐야?");
    history.addAssistant("담소예요.");
    run(FakeStages.of(model), typed("다시 말해 줘"));
    assertThat(model.prompts().getFirst().messages())
        .endsWith(
            new Message(Message.Role.USER, "이름이 뭐야?"),
            new Message(Message.Role.ASSISTANT, "담소예요."),
            new Message(Message.Role.USER, "다시 말해 줘"));
    assertThat(history.messages()).hasSize(2);
  }

  @Test
  void aGreetingNeedsNoModel() throws InterruptedException {
    var outcome = run(FakeStages.of(model), typed("안녕하세요!"));
    assertThat(outcome.answer()).startsWith("안녕하세요");
    assertThat(String.join(" ", spoken)).isEqualTo(outcome.answer());
    assertThat(model.prompts()).isEmpty();
  }

  @Test
  void aFailedModelIsApologisedForAfterWhatItSaid() throws InterruptedException {
    run(FakeStages.of(failing("오늘은 날씨가 맑아요. ")), typed("날씨 어때?"));
    assertThat(problems).containsExactly("llm_failed");
    assertThat(spoken.getFirst()).startsWith("오늘은");
    assertThat(String.join(" ", spoken)).contains("죄송해요");
  }

  @Test
  void theApologyIsInTheLanguageOfTheQuestion() throws InterruptedException {
    run(FakeStages.of(failing("")), typed("What is the weather like?"));
    assertThat(String.join(" ", spoken)).contains("Sorry");
  }

  @Test
  void aFailedVoiceIsToldAndTheAnswerStays() throws InterruptedException {
    var mute = new FakeTextToSpeech(20, "산책");
    var outcome = run(FakeStages.of("", model, mute, false), typed("날씨 어때?"));
    assertThat(problems).containsExactly("voice_failed");
    assertThat(outcome.answer()).isEqualTo(ANSWER);
  }

  @Test
  void aReplyCancelledBeforeTheModelAsksNothing() throws InterruptedException {
    run(
        FakeStages.of(model),
        typed("날씨 어때?"),
        new Listener() {
          @Override
          public void understood(String text, String language) {
            cancellation.cancel();
          }
        });
    assertThat(model.prompts()).isEmpty();
  }

  @Test
  void aReplyCancelledWhileItIsWrittenSaysNoMore() throws InterruptedException {
    FakeLanguageModel endless =
        new FakeLanguageModel(prompt ->
            Stream.iterate(0, i -> i + 1)
                .map(i -> "하나 둘 셋 넷 다섯 여섯 일곱 " + i + "번째 문장이에요. ")
                .peek(text -> {
                  if (text.contains("50번째")) {
                    cancellation.cancel();
                  }
                }));
    run(FakeStages.of(endless), typed("끝없이 말해 봐"));
    assertThat(spoken).hasSizeLessThanOrEqualTo(120); // of an endless answer
  }
}
