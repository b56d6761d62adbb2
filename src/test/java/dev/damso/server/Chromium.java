package dev.damso.server;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The distribution's Chromium, headless, driven by Playwright, which fetches no browser. */
public final class Chromium {
  public static final Path PATH = Path.of("/usr/bin/chromium");

  private Chromium() {}

  /** Skips the test, with a message, where there is none. */
  public static void assume() {
    Assumptions.assumeTrue(Files.isExecutable(PATH), "skipped: no " + PATH);
  }

  public static Playwright playwright() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return Playwright.create(new Playwright.CreateOptions().setEnv(environment));
  }

  public static Browser launch(Playwright playwright, String... switches) {
    List<String> all = new ArrayList<>(List.of("--no-sandbox", "--disable-gpu"));
    all.addAll(List.of(switches));
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(PATH).setArgs(all));
  }
}
