package dev.damso.llm.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import dev.damso.llm.Prompt;
import dev.damso.llm.ToolSpec;
import dev.damso.llm.cloud.CloudModels.Endpoint;
import dev.damso.llm.tool.FakeTool;
import dev.damso.llm.tool.ToolUsingLanguageModel;
import dev.damso.llm.tool.Toolbox;
import dev.damso.media.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model asks for a tool, is told what came of it, and answers; in every provider's format. */
final class ToolRoundTripTest {
  private final List<String> heard = new ArrayList<>();
  private final FakeTool weather =
      new FakeTool(
          new ToolSpec(
              "weather",
              "지금 날씨",
              List.of(new ToolSpec.Parameter("city", ToolSpec.Type.STRING, "도시", true, List.of()))),
          arguments -> arguments.get("city") + " 맑음 21도");
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
    assertThat(log.text()).doesNotContain("서울", "맑음");
  }

  private LanguageModel model(WireFormat format) {
    Endpoint endpoint = new Endpoint("m", provider.url(), "key", Duration.ofSeconds(20));
    return new ToolUsingLanguageModel(
        format.model(endpoint), new Toolbox(List.of(weather), Duration.ofSeconds(20)));
  }

  private Completion ask(LanguageModel model) {
    Prompt prompt = new Prompt(List.of(new Message(Role.USER, "서울 날씨 어때요?")), 100, 0, 1);
    return model.generate(prompt, heard::add, Cancellation.none());
  }

  @ParameterizedTest
  @EnumSource
  void theToolIsCalledAndItsResultToldToTheModel(WireFormat format) {
    provider.next(FakeProvider.calling("weather", Map.of("city", "서울")));
    provider.next(FakeProvider.saying("서울은 맑아요."));
    Completion completion = ask(model(format));
    assertThat(weather.calls()).containsExactly(Map.of("city", "서울"));
    assertThat(heard).containsExactly("잠깐만요, 찾아볼게요. ", "서울은 맑아요.");
    assertThat(completion.text()).isEqualTo("잠깐만요, 찾아볼게요. 서울은 맑아요.");
    assertThat(provider.requests().get(0).body()).contains("weather", "지금 날씨", "city");
    assertThat(provider.requests().get(1).body()).contains("서울 맑음 21도");
    if (format == WireFormat.GEMINI) {
      assertThat(provider.requests().get(1).body())
          .as("its signature goes back")
          .contains("c2lnbmVk");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIsToldToTheModelAndNotCalled(WireFormat format) {
    provider.next(FakeProvider.calling("weather", Map.of("city", 7)));
    provider.next(FakeProvider.calling("weather", Map.of()));
    provider.next(FakeProvider.calling("delete_everything", Map.of("really", true)));
    provider.next(FakeProvider.saying("모르겠어요."));
    assertThat(ask(model(format)).text()).endsWith("모르겠어요.");
    assertThat(weather.calls()).isEmpty();
    assertThat(provider.requests().getLast().body())
        .contains("argument city is no STRING", "argument city is missing", "no such tool");
  }

  @ParameterizedTest
  @EnumSource
  void callsWithoutEndEnd(WireFormat format) {
    for (int i = 0; i < 10; i++) {
      provider.next(FakeProvider.calling("weather", Map.of("city", "서울")));
    }
    assertThatThrownBy(() -> ask(model(format))).hasMessageContaining("without end");
    assertThat(provider.requests()).hasSize(4);
  }
}
