package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.damso.TestFiles;
import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.config.ConfigLoader;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.server.Chromium;
import dev.damso.server.DamsoServer;
import dev.damso.server.Listening;
import dev.damso.stt.EditDistance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it: a browser with a microphone talks to the server, sees a face and hears it. */
final class BrowserTest {
  private static final double PATIENCE_MS = 60_000;
  private static final String QUESTION = "wav_048.wav";

  /**
   * Collects a sample of the picture and of the sound, ten times a second, into {@code samples}.
   */
  private static final String WATCH =
      """
      () => {
        const video = document.getElementById('avatar');
        const canvas = document.createElement('canvas');
        const paint = canvas.getContext('2d', { willReadFrequently: true });
        window.samples = [];
        let before = null;
        setInterval(async () => {
          if (!video.videoWidth || !window.damso.call) return;
          // The mouth, in shares of the picture: that of Mina and Joon, who all look from one place.
          const w = video.videoWidth, h = video.videoHeight;
          canvas.width = 40; canvas.height = 30;
          paint.drawImage(video, w * .42, h * .56, w * .16, h * .17, 0, 0, 40, 30);
          const now = paint.getImageData(0, 0, 40, 30).data;
          let change = 0;
          for (let i = 0; before && i < now.length; i += 4) {
            change += Math.abs(now[i] - before[i]);
          }
          before = now;
          const stats = await window.damso.call.peer.getStats();
          let level = 0, decoded = 0;
          stats.forEach(s => {
            if (s.type === 'inbound-rtp' && s.kind === 'audio') level = s.audioLevel ?? 0;
            if (s.type === 'inbound-rtp' && s.kind === 'video') decoded = s.framesDecoded ?? 0;
          });
          window.samples.push({ change: change / 1200, level, decoded });
        }, 100);
      }
      """;

  @Test
  @Timeout(240)
  void answersASpokenQuestionWithVoiceAndMovingLips(@TempDir Path folder) throws IOException {
    Chromium.assume();
    TestFiles.model("whisper-base/.complete.json");
    Path question = TestFiles.shared("data/korean-speech/" + QUESTION);
    Path microphone = withSilence(question, folder.resolve("microphone.wav"));
    Map<String, String> environment =
        Map.of("DAMSO_LLM_PROVIDER", "echo", "DAMSO_STT_LANGUAGE", "ko");
    Assembly assembly = new Assembly(ConfigLoader.load(Optional.empty(), environment), environment);
    ReplySettings settings = assembly.replySettings();
    Stages stages = assembly.stages();
    try (ReplyCommand.Loaded _ = new ReplyCommand.Loaded(stages);
        Pacer pacer = new Pacer();
        DamsoServer server =
            DamsoServer.open(
                Listening.locally(),
                (wishes, sink, events) ->
                    new Conversation(
                        stages, settings.withLanguage(wishes.language()), pacer, sink, events),
                new PhotoCasting(assembly.faces(), assembly.models(), false),
                2,
                Optional.empty(),
                Optional.empty())) {
      Warmup.stages(stages, settings);
      talk("http://localhost:" + server.port() + "/", microphone, expected(question), folder);
    }
  }

  private static void talk(String url, Path microphone, String expected, Path folder) {
    try (Playwright playwright = Chromium.playwright();
        BrowserContext browser =
            playwright
                .chromium()
                .launchPersistentContext(folder.resolve("profile"), options(microphone))) {
      Page page = browser.pages().getFirst();
      page.navigate(url);
      assertThat(page.locator("#start").textContent()).isEqualTo("대화 시작하기");
      page.evaluate(WATCH);
      page.locator("#start").click();
      Page.WaitForFunctionOptions patience =
          new Page.WaitForFunctionOptions().setTimeout(PATIENCE_MS);
      page.waitForFunction(
          "(() => { const heard = document.getElementById('heard');"
              + " return heard.textContent.length > 0 && !heard.classList.contains('partial'); })()",
          null,
          patience);
      String heard = page.locator("#heard").textContent();
      assertThat(EditDistance.of(letters(expected), letters(heard)) / (double) expected.length())
          .as("%s, heard as %s", expected, heard)
          .isLessThan(0.4);
      page.waitForFunction("document.body.dataset.state === 'speaking'", null, patience);
      page.waitForFunction("document.body.dataset.state === 'listening'", null, patience);
      assertThat(letters(page.locator("#said").textContent())).contains(letters(heard));
      assertThat(page.locator("#problem").isVisible()).isFalse();
      assertThat(number(page, "samples.at(-1).decoded")).isGreaterThan(100);
      double speaking = number(page, mean("s.level > 0.02"));
      double silent = number(page, mean("s.level < 0.001"));
      assertThat(speaking).as("change of the mouth while it speaks").isGreaterThan(2 * silent);
      page.locator("#hangup").click();
      page.waitForFunction("document.body.dataset.state === 'ready'", null, patience);
    }
  }

  private static String mean(String condition) {
    return "(() => { const c = samples.slice(1).filter(s => "
        + condition
        + ").map(s => s.change); return c.reduce((a, b) => a + b, 0) / c.length; })()";
  }

  private static double number(Page page, String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }

  private static BrowserType.LaunchPersistentContextOptions options(Path microphone) {
    return new BrowserType.LaunchPersistentContextOptions()
        .setExecutablePath(Chromium.PATH)
        .setHeadless(true)
        .setLocale("ko-KR")
        .setBypassCSP(true) // for waitForFunction only
        .setIgnoreDefaultArgs(List.of("--mute-audio"))
        .setArgs(
            List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-audio-capture=" + microphone + "%noloop"));
  }

  /** The question between silences: time to connect, and to end the turn. */
  private static Path withSilence(Path question, Path to) {
    Wav wav = Wav.read(question);
    float[] speech = Resampler.resample(wav.samples(), wav.sampleRate(), 48_000);
    short[] pcm = new short[speech.length + 48_000 * 12];
    for (int i = 0; i < speech.length; i++) {
      pcm[48_000 * 2 + i] = (short) Math.clamp(Math.round(speech[i] * 32_767), -32_768, 32_767);
    }
    Wav.write(to, pcm, 48_000);
    return to;
  }

  private static String expected(Path question) throws IOException {
    return Files.readAllLines(question.resolveSibling("transcripts.tsv")).stream()
        .filter(line -> line.startsWith(QUESTION))
        .findFirst()
        .orElseThrow()
        .split("\t")[1];
  }

  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
