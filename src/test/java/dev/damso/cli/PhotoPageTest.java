package dev.damso.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.damso.TestFiles;
import dev.damso.config.ConfigLoader;
import dev.damso.server.Chromium;
import dev.damso.server.DamsoServer;
import dev.damso.server.Listening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A browser brings a photo and gets an avatar. */
final class PhotoPageTest {
  @Test
  @Timeout(120)
  void makesAnAvatarOfAPhotoOnceTheRightIsConfirmed(@TempDir Path folder) throws IOException {
    Chromium.assume();
    TestFiles.model("face-landmarks/face_landmark.onnx");
    Path photo = AvatarCommandTest.portrait(folder.resolve("photo.png"));
    Path text = Files.writeString(folder.resolve("text.jpg"), "no photo");
    Map<String, String> environment = Map.of("DAMSO_AVATARS", folder.resolve("own").toString());
    Assembly assembly = new Assembly(ConfigLoader.load(Optional.empty(), environment), environment);
    try (DamsoServer server =
            DamsoServer.open(
                Listening.locally(),
                (_, _, _) -> {
                  throw new UnsupportedOperationException();
                },
                new PhotoCasting(assembly.faces(), assembly.models(), true),
                1,
                Optional.empty(),
                Optional.empty());
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      Page page = browser.newPage(new Browser.NewPageOptions().setLocale("ko-KR"));
      page.navigate("http://localhost:" + server.port() + "/");
      page.locator("#newface").click();
      page.locator("#photofile").setInputFiles(text);
      page.locator("#photoname").fill("민아");
      page.locator("#photomake").click();
      assertThat(assembly.faces().own().names()).isEmpty(); // the right is not confirmed
      page.locator("#photorights").check();
      page.locator("#photomake").click();
      assertThat(page.locator("#photoproblem")).containsText("is no picture");
      page.locator("#photofile").setInputFiles(photo);
      page.locator("#photomake").click();
      assertThat(page.locator("#who"))
          .hasValue("민아", new LocatorAssertions.HasValueOptions().setTimeout(60_000));
      assertThat(page.locator("#photo")).isHidden();
      assertThat(assembly.faces().own().names()).containsExactly("민아");
    }
  }
}
