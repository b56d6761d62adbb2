package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.conversation.ConversationEvent.AvatarSays;
import dev.damso.conversation.ConversationEvent.ReplyFinished;
import dev.damso.llm.EchoLanguageModel;
import dev.damso.llm.FallbackLanguageModel;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.ToolSpec;
import dev.damso.llm.cloud.CapturedLog;
import dev.damso.llm.cloud.CloudModels.Endpoint;
import dev.damso.llm.cloud.FakeProvider;
import dev.damso.llm.cloud.WireFormat;
import dev.damso.llm.tool.FakeTool;
import dev.damso.llm.tool.ToolUsingLanguageModel;
import dev.damso.llm.tool.Toolbox;
import dev.damso.media.EncodedFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person hears in a conversation when its provider fails, in each provider's wire format;
 * what the log says, which is neither the key nor anything that was said; and that the next turn
 * works.
 */
final class FaultyProviderTest implements MediaSink {
  private static final String APOLOGY = "죄송해요, 지금은 대답하기 어려워요. 잠시 후에 다시 말씀해 주세요.";
  private static final String FINE = "네, 잘 들려요.";

  private final CapturedLog log = new CapturedLog();
  private final Pacer pacer = new Pacer();
  private final BlockingQueue<ConversationEvent> events = new LinkedBlockingQueue<>();
  private FakeProvider provider;

  @Override
  public void audio(EncodedFrame opus) {}

  @Override
  public void video(EncodedFrame picture) {}

  @BeforeEach
  void serve() throws IOException {
    provider = new FakeProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
    pacer.close();
    log.close();
    assertThat(log.text())
        .as("no key and no transcript")
        .doesNotContain("sk-secret", "비밀번호", "날씨", "들려", "서울", "맑");
  }

  private LanguageModel model(WireFormat format) {
    return model(format, Duration.ofSeconds(20));
  }

  private LanguageModel model(WireFormat format, Duration patience) {
    return format.model(new Endpoint("m", provider.url(), "sk-secret", patience));
  }

  private Conversation conversation(LanguageModel... chain) {
    return new Conversation(
        FakeStages.of(new FallbackLanguageModel(List.of(chain))),
        FakeStages.SETTINGS,
        pacer,
        this,
        events::add);
  }

  /** Asks, and plays the answer to its end. */
  private String heard(Conversation conversation, String question) throws InterruptedException {
    conversation.say(question);
    for (int i = 0; i < 20_000; i++) {
      ConversationEvent event = events.poll(1, TimeUnit.MILLISECONDS);
      if (event instanceof ReplyFinished finished) {
        return finished.heardText();
      }
      if (event == null) {
        conversation.tick();
        conversation.ticked();
      }
    }
    throw new AssertionError("no end of the answer");
  }

  private void theNextTurnWorks(Conversation conversation) throws InterruptedException {
    provider.next(FakeProvider.fault("ok"));
    assertThat(heard(conversation, "들려요?")).isEqualTo(FINE);
  }

  static Stream<Arguments> faults() {
    String begun = "오늘은 날씨가 맑아요. 그리고 ";
    return Stream.of(
            List.of("slow", APOLOGY, "did not answer: silent for 1000 ms"),
            List.of("ends", begun + APOLOGY, "broke off: cut off"),
            List.of("garbage", APOLOGY, "did not answer: not understood"),
            List.of("429", APOLOGY, "did not answer: HTTP 429 (too many requests)"),
            List.of("late-error", begun + APOLOGY, "broke off: the provider reported an error"),
            List.of("500", FINE, ""),
            List.of("500 500", APOLOGY, "did not answer: HTTP 500"),
            List.of("error", FINE, ""),
            List.of("error error", APOLOGY, "did not answer: the provider reported an error"),
            List.of("refusal", APOLOGY, ""),
            List.of("split", "네, 값이 천 원이에요.", ""))
        .flatMap(fault ->
            Stream.of(WireFormat.values())
                .map(format -> Arguments.of(format, fault.get(0), fault.get(1), fault.get(2))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void nobodyIsLeftInSilence(WireFormat format, String faults, String heard, String logged)
      throws InterruptedException {
    for (String fault : faults.split(" ")) {
      provider.next(FakeProvider.fault(fault));
    }
    Duration patience = Duration.ofSeconds(faults.equals("slow") ? 1 : 20);
    try (Conversation conversation = conversation(model(format, patience))) {
      if (heard.equals(FINE)) {
        provider.next(FakeProvider.fault("ok"));
      }
      assertThat(heard(conversation, "제 비밀번호가 뭐였죠?")).isEqualTo(heard);
      if (heard.endsWith(APOLOGY)) {
        assertThat(log.text())
            .contains("llm_failed: " + format.name().toLowerCase(Locale.ROOT) + " m");
      } else {
        assertThat(log.text()).isEmpty();
      }
      assertThat(log.text()).contains(logged);
      theNextTurnWorks(conversation);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenConnectionEndsTheAnswerWhereItIs(WireFormat format) throws InterruptedException {
    CountDownLatch spoken = new CountDownLatch(1);
    provider.next(FakeProvider.cut(spoken::await));
    try (Conversation conversation =
        new Conversation(
            FakeStages.of(model(format)),
            FakeStages.SETTINGS,
            pacer,
            this,
            event -> {
              if (event instanceof AvatarSays) {
                spoken.countDown();
              }
              events.add(event);
            })) {
      assertThat(heard(conversation, "제 비밀번호가 뭐였죠?")).isEqualTo("오늘은 날씨가 맑아요. 그리고 " + APOLOGY);
      assertThat(log.text()).contains("broke off: connection broken");
      theNextTurnWorks(conversation);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndlessAnswerEnds(WireFormat format) throws InterruptedException {
    provider.next(FakeProvider.fault("endless"));
    try (Conversation conversation = conversation(model(format))) {
      assertThat(heard(conversation, "제 비밀번호가 뭐였죠?"))
          .startsWith("그리고 또 그리고 또")
          .hasSizeLessThan(2_000);
      assertThat(log.text()).isEmpty();
      theNextTurnWorks(conversation);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aToolIsAnnouncedCalledAndTold(WireFormat format) throws InterruptedException {
    FakeTool weather =
        new FakeTool(
            new ToolSpec(
                "weather",
                "지금 날씨",
                List.of(
                    new ToolSpec.Parameter("city", ToolSpec.Type.STRING, "도시", true, List.of()))),
            arguments -> arguments.get("city") + " 맑음 21도");
    provider.next(FakeProvider.calling("weather", Map.of("city", "서울")));
    provider.next(FakeProvider.saying("서울은 맑아요."));
    Toolbox tools = new Toolbox(List.of(weather), Duration.ofSeconds(20));
    try (Conversation conversation =
        conversation(new ToolUsingLanguageModel(model(format), tools))) {
      assertThat(heard(conversation, "서울 날씨 어때요?")).isEqualTo("잠깐만요, 찾아볼게요. 서울은 맑아요.");
      assertThat(weather.calls()).containsExactly(Map.of("city", "서울"));
      assertThat(log.text()).contains("weather");
      theNextTurnWorks(conversation);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNextModelAnswersInItsPlace(WireFormat format) throws InterruptedException {
    LanguageModel impatient = model(format, Duration.ofSeconds(1));
    try (Conversation conversation = conversation(impatient, new EchoLanguageModel())) {
      for (String fault : List.of("slow", "garbage", "429", "refusal")) {
        provider.next(FakeProvider.fault(fault));
        assertThat(heard(conversation, "제 비밀번호가 뭐였죠?")).isEqualTo("제 비밀번호가 뭐였죠?");
      }
      assertThat(log.text()).contains("HTTP 429 (too many requests); asking the next model");
      assertThat(log.text()).doesNotContain("llm_failed");
    }
  }
}
