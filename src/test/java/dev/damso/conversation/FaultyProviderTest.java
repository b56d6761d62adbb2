package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.EchoLanguageModel;
import dev.damso.llm.FallbackLanguageModel;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.cloud.CapturedLog;
import dev.damso.llm.cloud.CloudModels;
import dev.damso.llm.cloud.FakeProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person hears when the provider fails, and afterwards. */
final class FaultyProviderTest {
  private static final String APOLOGY = "죄송해요, 지금은 대답하기 어려워요. 잠시 후에 다시 말씀해 주세요.";

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
    assertThat(log.text()).doesNotContain("sk-secret", "비밀번호", "날씨가");
  }

  private LanguageModel gemini() {
    return CloudModels.gemini(
        new CloudModels.Endpoint("m", provider.url(), "sk-secret", Duration.ofMillis(500)));
  }

  @ParameterizedTest
  @CsvSource({
    "slow, silent for 500 ms, ''",
    "ends, broke off, 오늘은 날씨가",
    "garbage, not understood, ''",
    "429, HTTP 429, ''",
  })
  void anApologyThenTheNextTurnWorks(String fault, String problem, String heardBefore) {
    provider.next(FakeProvider.fault(fault));
    provider.next(FakeProvider.fault("ok"));
    try (TextChat chat =
        new TextChat(new FallbackLanguageModel(List.of(gemini())), FakeStages.SETTINGS)) {
      TextChat.Turn failed = chat.say("제 비밀번호가 뭐였죠?", clause -> {});
      assertThat(failed.reply()).isEqualTo((heardBefore + " " + APOLOGY).strip());
      assertThat(failed.problem().orElseThrow()).contains(problem);
      assertThat(chat.say("들려요?", clause -> {}).reply()).isEqualTo("네, 잘 들려요.");
    }
  }

  @ParameterizedTest
  @CsvSource({"slow", "garbage", "429"})
  void theNextModelAnswersInItsPlace(String fault) {
    provider.next(FakeProvider.fault(fault));
    LanguageModel chain = new FallbackLanguageModel(List.of(gemini(), new EchoLanguageModel()));
    try (TextChat chat = new TextChat(chain, FakeStages.SETTINGS)) {
      TextChat.Turn turn = chat.say("제 비밀번호가 뭐였죠?", clause -> {});
      assertThat(turn.reply()).isEqualTo("제 비밀번호가 뭐였죠?");
      assertThat(turn.problem()).isEmpty();
      assertThat(log.text()).contains("asking the next model");
    }
  }
}
