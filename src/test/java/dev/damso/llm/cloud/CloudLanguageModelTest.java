package dev.damso.llm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.llm.Completion;
import dev.damso.llm.FallbackLanguageModel;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import dev.damso.llm.Prompt;
import dev.damso.llm.cloud.CloudModels.Endpoint;
import dev.damso.media.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every provider against its own wire format: what the person would hear, what the log says, and
 * that the next turn works.
 */
final class CloudLanguageModelTest {
  private static final String KEY = "AIza-secret-key";
  private static final String QUESTION = "제 비밀번호는 오륙칠팔이에요";
  private static final String PARTIAL = "비밀스러운 대답 ";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CapturedLog log = new CapturedLog();
  private FakeProvider provider;

  @BeforeEach
  void serve() throws IOException {
    provider = new FakeProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
    log.close();
    assertThat(log.text())
        .as("no key and no transcript in the log")
        .doesNotContain(KEY, "오륙칠팔", "비밀스러운", "담소예요");
  }

  private LanguageModel model(WireFormat format) {
    return model(format, PATIENCE);
  }

  private LanguageModel model(WireFormat format, Duration firstToken) {
    Endpoint endpoint = new Endpoint("some-model", provider.url(), KEY, firstToken);
    return new FallbackLanguageModel(List.of(format.model(endpoint)));
  }

  private static Prompt prompt() {
    return new Prompt(
        List.of(
            new Message(Role.SYSTEM, "당신은 담소입니다."),
            new Message(Role.USER, "안녕"),
            new Message(Role.ASSISTANT, "네, 안녕하세요."),
            new Message(Role.USER, QUESTION)),
        100,
        0.7,
        40);
  }

  private Completion ask(LanguageModel model) {
    return model.generate(prompt(), heard::add, Cancellation.none());
  }

  /** Whatever happened before. */
  private void theNextTurnWorks(LanguageModel model) {
    heard.clear();
    assertThat(ask(model).text()).isEqualTo("안녕하세요! 담소예요.");
    assertThat(heard).containsExactly("안녕하세요! ", "담소예요.");
  }

  @ParameterizedTest
  @EnumSource
  void streamsTheAnswerAndTellsItsUsage(WireFormat format) {
    Completion completion = ask(model(format));
    assertThat(heard).containsExactly("안녕하세요! ", "담소예요.");
    assertThat(completion.text()).isEqualTo("안녕하세요! 담소예요.");
    assertThat(completion.promptTokens()).isEqualTo(12);
    assertThat(completion.completionTokens()).isEqualTo(7);
    assertThat(completion.timeToFirstTokenMs()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void asksAsItsProviderWantsToBeAsked(WireFormat format) {
    ask(model(format));
    FakeProvider.Request request = provider.requests().getFirst();
    assertThat(request.body()).contains(QUESTION, "당신은 담소입니다.").doesNotContain(KEY);
    switch (format) {
      case GEMINI -> {
        assertThat(request.path())
            .isEqualTo("/v1beta/models/some-model:streamGenerateContent?alt=sse");
        assertThat(request.headers().get("X-goog-api-key")).containsExactly(KEY);
        assertThat(request.body())
            .containsPattern("\"thinkingLevel\"\\s*:\\s*\"minimal\"")
            .containsPattern("\"maxOutputTokens\"\\s*:\\s*100")
            .doesNotContain("topK", "temperature");
      }
      case OPENAI -> {
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.headers().get("Authorization")).containsExactly("Bearer " + KEY);
        assertThat(request.body())
            .containsPattern("\"reasoning_effort\"\\s*:\\s*\"none\"")
            .containsPattern("\"max_tokens\"\\s*:\\s*100")
            .containsPattern("\"stream\"\\s*:\\s*true");
      }
      case ANTHROPIC -> {
        assertThat(request.path()).isEqualTo("/v1/messages");
        assertThat(request.headers().get("X-api-key")).containsExactly(KEY);
        assertThat(request.body())
            .containsPattern("\"type\"\\s*:\\s*\"disabled\"")
            .containsPattern("\"max_tokens\"\\s*:\\s*100")
            .doesNotContain("temperature");
      }
    }
  }

  @Test
  void anOlderGeminiHasABudgetForThinkingAndTakesATemperature() {
    Endpoint older = new Endpoint("gemini-2.5-flash", provider.url(), KEY, PATIENCE);
    ask(CloudModels.gemini(older, "minimal"));
    assertThat(provider.requests().getFirst().body())
        .containsPattern("\"thinkingBudget\"\\s*:\\s*0")
        .containsPattern("\"topK\"\\s*:\\s*40")
        .containsPattern("\"temperature\"\\s*:\\s*0.7")
        .doesNotContain("thinkingLevel");
  }

  @ParameterizedTest
  @EnumSource
  void aCharacterCutIntoPacketsStaysWhole(WireFormat format) {
    provider.next(answer -> {
      answer.begin();
      answer.textByteByByte("값이 😀 얼마예요?");
      answer.end();
    });
    assertThat(ask(model(format)).text()).isEqualTo("값이 😀 얼마예요?");
  }

  @ParameterizedTest
  @EnumSource
  void asksOnceMoreWhereTheServerFails(WireFormat format) {
    provider.next(FakeProvider.fault("500"));
    theNextTurnWorks(model(format));
    assertThat(provider.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void twoFailuresAreOne(WireFormat format) {
    provider.next(FakeProvider.fault("500"));
    provider.next(FakeProvider.fault("500"));
    LanguageModel model = model(format);
    assertThatExceptionOfType(LanguageModelException.class)
        .isThrownBy(() -> ask(model))
        .withMessageContaining("did not answer: HTTP 500")
        .withNoCause();
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void asksOnceMoreWhereTheProviderReportsAnErrorInItsStream(WireFormat format) {
    provider.next(FakeProvider.fault("error"));
    LanguageModel model = model(format);
    theNextTurnWorks(model);
    assertThat(provider.requests()).hasSize(2);
    provider.next(FakeProvider.fault("late-error"));
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("broke off: the provider reported");
    assertThat(provider.requests()).hasSize(3);
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalIsNoAnswer(WireFormat format) {
    provider.next(FakeProvider.fault("refusal"));
    LanguageModel model = model(format);
    assertThatThrownBy(() -> ask(model)).isInstanceOf(LanguageModelException.class);
    assertThat(heard).isEmpty();
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void aShortRetryAfterIsWaitedFor(WireFormat format) {
    provider.next(answer -> {
      answer.header("Retry-After", "0");
      answer.status(429, "");
    });
    theNextTurnWorks(model(format));
    assertThat(provider.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aLongRetryAfterIsNot(WireFormat format) {
    provider.next(FakeProvider.fault("429"));
    LanguageModel model = model(format);
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("HTTP 429");
    assertThat(provider.requests()).hasSize(1);
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongKeyIsNotTriedTwice(WireFormat format) {
    provider.next(answer -> answer.status(401, "{\"error\": \"" + KEY + " is wrong\"}"));
    LanguageModel model = model(format);
    assertThatThrownBy(() -> ask(model))
        .hasMessageContaining("is its key right?")
        .hasMessageNotContaining(KEY);
    assertThat(provider.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aSilentServerIsGivenUp(WireFormat format) {
    provider.next(FakeProvider.fault("slow"));
    LanguageModel model = model(format, Duration.ofMillis(300));
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("silent for 300 ms");
    assertThat(provider.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatStallsIsGivenUp(WireFormat format) {
    provider.next(answer -> {
      answer.begin();
      answer.text(PARTIAL);
      answer.hang();
    });
    LanguageModel model = model(format, Duration.ofMillis(300));
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("broke off: silent");
    assertThat(heard).containsExactly(PARTIAL);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatIsCutIsNoWholeAnswerAndNotAskedAgain(WireFormat format) {
    CountDownLatch firstHeard = new CountDownLatch(1);
    provider.next(answer -> {
      answer.begin();
      answer.text(PARTIAL);
      firstHeard.await();
      answer.cut();
    });
    LanguageModel model = model(format);
    assertThatThrownBy(() ->
            model.generate(
                prompt(),
                text -> {
                  heard.add(text);
                  firstHeard.countDown();
                },
                Cancellation.none()))
        .hasMessageContaining("broke off");
    assertThat(heard).containsExactly(PARTIAL);
    assertThat(provider.requests()).hasSize(1);
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatJustEndsIsNoWholeAnswer(WireFormat format) {
    provider.next(answer -> {
      answer.begin();
      answer.text(PARTIAL);
    });
    LanguageModel model = model(format);
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("broke off: cut off");
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void garbageIsAFailureAndNobodyReadsItInTheLog(WireFormat format) {
    provider.next(answer -> {
      answer.begin();
      answer.text(PARTIAL);
      answer.raw(
          "event: content_block_delta\ndata: {\"비밀스러운\": [}\n\n"
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      answer.hang();
    });
    LanguageModel model = model(format);
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("not understood");
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void aLineWithoutEndIsAFailure(WireFormat format) {
    provider.next(answer -> {
      answer.begin();
      while (true) {
        answer.raw(new byte[100_000]);
      }
    });
    LanguageModel model = model(format);
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("not understood");
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void anEndlessAnswerIsCutAtItsLength(WireFormat format) {
    provider.next(FakeProvider.fault("endless"));
    LanguageModel model = model(format);
    assertThat(ask(model).text()).hasSizeBetween(1_000, 2_000);
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyAnswerIsAFailure(WireFormat format) {
    provider.next(FakeProvider.saying());
    assertThatThrownBy(() -> ask(model(format))).hasMessageContaining("answered nothing");
  }

  @ParameterizedTest
  @EnumSource
  void cancellingReturnsWhatCame(WireFormat format) {
    Cancellation cancellation = new Cancellation();
    provider.next(answer -> {
      answer.begin();
      answer.text("하나");
      answer.hang();
    });
    LanguageModel model = model(format);
    assertThat(model.generate(prompt(), text -> cancellation.cancel(), cancellation).text())
        .isEqualTo("하나");
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void cancellingBeforeTheFirstByteReturnsAtOnceAndHangsUp(WireFormat format)
      throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    CountDownLatch hungUp = new CountDownLatch(1);
    provider.next(answer -> {
      cancellation.cancel();
      try {
        answer.begin();
        while (true) {
          answer.text("아무도 안 들어요");
        }
      } catch (IOException e) {
        hungUp.countDown();
      }
    });
    assertThat(model(format).generate(prompt(), heard::add, cancellation).text()).isEmpty();
    hungUp.await();
    assertThat(heard).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSaidAlreadyIsToldToTheModel(WireFormat format) {
    model(format).generate(prompt().begunWith("안녕하세요!"), heard::add, Cancellation.none());
    assertThat(provider.requests().getFirst().body()).contains("안녕하세요!", "do not greet");
  }

  @ParameterizedTest
  @EnumSource
  void aRehearsalOpensAConnectionAndSendsNothing(WireFormat format) {
    LanguageModel model = model(format);
    model.warmUp(prompt(), Cancellation.none());
    assertThat(provider.heads()).isEqualTo(1);
    assertThat(provider.requests()).isEmpty();
    theNextTurnWorks(model);
  }

  @ParameterizedTest
  @EnumSource
  void aRehearsalOfAServerThatIsNotThereDoesNothing(WireFormat format) {
    LanguageModel model = model(format);
    provider.close();
    model.warmUp(prompt(), Cancellation.none());
  }

  @ParameterizedTest
  @EnumSource
  void theCannedAnswerIsOneThatIsUnderstood(WireFormat format) {
    provider.next(answer -> {
      answer.header("Content-Type", "text/event-stream");
      answer.status(200, new String(CannedAnswer.valueOf(format.name()).bytes(), UTF_8));
    });
    Completion completion = ask(model(format));
    assertThat(completion.text()).isEqualTo("네, 그럼요.");
    assertThat(completion.promptTokens()).isEqualTo(12);
    assertThat(completion.completionTokens()).isEqualTo(7);
  }
}
