package dev.damso.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import dev.damso.tts.FakeTextToSpeech;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A browser lets the voice be heard. */
final class PreviewPageTest {
  @Test
  @Timeout(120)
  void playsWhatIsWrittenOrAGreeting() {
    Chromium.assume();
    try (DamsoServer server =
            DamsoServer.open(
                Listening.locally(),
                (_, _, _) -> {
                  throw new IllegalStateException("nobody calls");
                },
                Casting.of(new Looks(List.of("mina"), List.of("studio"))),
                1,
                Optional.empty(),
                Optional.of(() -> new FakeTextToSpeech(100, "")));
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      Page page = browser.newPage(new Browser.NewPageOptions().setLocale("ko-KR"));
      page.navigate("http://localhost:" + server.port() + "/");
      assertThat(hears(page)).isEqualTo("안녕하세요! 제 목소리는 이래요.");
      page.locator("#text").fill("반갑습니다.");
      assertThat(hears(page)).isEqualTo("반갑습니다.");
      page.locator("#text").fill("😀");
      hears(page);
      assertThat(page.locator("#problem")).containsText("nothing to say");
    }
  }

  /** What is said by the time the sound is over. */
  private static String hears(Page page) {
    Response answer =
        page.waitForResponse("**/api/preview?language=ko", () -> page.locator("#voice").click());
    assertThat(page.locator("#voice")).isEnabled();
    if (answer.ok()) {
      assertThat(page.locator("#problem")).isHidden();
    }
    return String.valueOf(answer.request().postData());
  }
}
