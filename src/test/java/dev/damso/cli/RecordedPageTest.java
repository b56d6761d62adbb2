package dev.damso.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.FakeStages;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.Stages;
import dev.damso.conversation.recording.Recordings;
import dev.damso.llm.FakeLanguageModel;
import dev.damso.server.Casting;
import dev.damso.server.Chromium;
import dev.damso.server.DamsoServer;
import dev.damso.server.Listening;
import dev.damso.server.Looks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who talks is told of the recording, before and while. */
final class RecordedPageTest {
  /** One whose conversations are recorded. */
  private static final class Recorded implements Casting {
    @Override
    public Looks looks() {
      return new Looks(List.of("mina"), List.of("studio"));
    }

    @Override
    public boolean takesPhotos() {
      return false;
    }

    @Override
    public boolean records() {
      return true;
    }

    @Override
    public void create(String name, byte[] photo) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  @Timeout(120)
  void thePageSaysSo(@TempDir Path folder) throws Exception {
    Chromium.assume();
    Stages stages = FakeStages.of(new FakeLanguageModel(prompt -> Stream.of("네.")));
    Recordings recordings = new Recordings(folder, 16, 16, 25, true);
    try (Pacer pacer = new Pacer();
        DamsoServer server =
            DamsoServer.open(
                Listening.locally(),
                (wishes, sink, events) ->
                    recordings.begin(
                        sink,
                        events,
                        to -> new Conversation(stages, FakeStages.SETTINGS, pacer, to, events)),
                new Recorded(),
                1,
                Optional.empty(),
                Optional.empty());
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      Page page = browser.newPage(new Browser.NewPageOptions().setLocale("ko-KR"));
      page.navigate("http://localhost:" + server.port() + "/");
      assertThat(page.locator("#recorded")).hasText("이곳의 대화는 녹화됩니다.");
      page.locator("#text").fill("안녕");
      page.locator("#send").click();
      assertThat(page.locator("#recorded")).hasText("녹화 중");
      assertThat(page.locator("#said")).containsText("안녕하세요!"); // a greeting
      page.locator("#hangup").click();
      assertThat(page.locator("#recorded")).hasText("이곳의 대화는 녹화됩니다.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).hasSize(1);
    }
  }
}
