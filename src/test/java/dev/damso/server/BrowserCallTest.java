package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.FakeStages;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.Stages;
import dev.damso.llm.EchoLanguageModel;
import dev.damso.media.VideoCodec;
import dev.damso.webrtc.client.ClientListener;
import dev.damso.webrtc.client.WebRtcClient;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page's calls in a real browser: by a relay, after a change of network, without a place. */
@Timeout(120)
final class BrowserCallTest {
  private static final Path TURN_SERVER = Path.of("/usr/bin/turnserver");
  private static final String SECRET = "of-this-test";
  private static final double PATIENCE_MS = 30_000;

  /** As a network does that lets nothing but the relay through. */
  private static final String ONLY_RELAYS =
      """
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(settings) { super({ ...settings, iceTransportPolicy: 'relay' }); }
      };
      """;

  /**
   * Kind of the local candidate in use, sound packets so far, user name fragment of the browser.
   */
  private static final String STATS =
      """
      async () => {
        const stats = new Map(await window.damso.call.peer.getStats());
        const all = [...stats.values()];
        const transport = all.find((s) => s.type === 'transport');
        const pair = stats.get(transport.selectedCandidatePairId);
        const sound = all.find((s) => s.type === 'inbound-rtp' && s.kind === 'audio');
        return {
          kind: stats.get(pair?.localCandidateId)?.candidateType ?? '',
          protocol: stats.get(pair?.localCandidateId)?.relayProtocol ?? '',
          packets: sound?.packetsReceived ?? 0,
          ufrag: transport.iceLocalUsernameFragment,
        };
      }
      """;

  @BeforeEach
  void needsABrowser() {
    Chromium.assume();
  }

  private static DamsoServer server(IceServers iceServers, int places, Pacer pacer) {
    return server(iceServers, places, pacer, FakeStages.of(new EchoLanguageModel()));
  }

  private static DamsoServer server(IceServers iceServers, int places, Pacer pacer, Stages stages) {
    return DamsoServer.open(
        new Listening("127.0.0.1", 0, 0, "", iceServers, 2),
        (_, sink, events) -> new Conversation(stages, FakeStages.SETTINGS, pacer, sink, events),
        Casting.of(new Looks(List.of("mina"), List.of("studio"))),
        places,
        Optional.empty(),
        Optional.empty());
  }

  private static Browser chromium(Playwright playwright) {
    return Chromium.launch(
        playwright,
        "--autoplay-policy=no-user-gesture-required",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream");
  }

  private static Page page(Browser browser, DamsoServer server) {
    BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setLocale("ko-KR").setBypassCSP(true));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.addInitScript("window.failures = []; onerror = (e) => failures.push(String(e));");
    page.navigate("http://localhost:" + server.port() + "/");
    return page;
  }

  private static void talk(Page page) {
    page.locator("#start").click();
    page.waitForFunction("document.body.dataset.state === 'listening'");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> stats(Page page) {
    return (Map<String, Object>) page.evaluate(STATS);
  }

  private static void hearsMore(Page page) {
    int before = ((Number) Objects.requireNonNull(stats(page).get("packets"))).intValue();
    page.waitForFunction("async () => (await (" + STATS + ")()).packets > " + (before + 10));
  }

  @Test
  void aBrowserBehindAClosedNetworkTalksThroughTheRelay(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(TURN_SERVER), "skipped: no " + TURN_SERVER);
    String address = ownAddress();
    int port = freePort();
    Process relay = relay(address, port, folder);
    IceServers iceServers =
        IceServers.of(
            List.of("turn:%s:%d?transport=tcp".formatted(address, port)),
            Map.of("TURN_SECRET", SECRET),
            Instant::now);
    try (Pacer pacer = new Pacer();
        DamsoServer server = server(iceServers, 1, pacer);
        Playwright playwright = Chromium.playwright();
        Browser browser = chromium(playwright)) {
      Page page = page(browser, server);
      page.addInitScript(ONLY_RELAYS);
      page.reload();
      talk(page);
      hearsMore(page);
      assertThat(stats(page)).containsEntry("kind", "relay").containsEntry("protocol", "tcp");
    } finally {
      relay.destroy();
      relay.waitFor();
    }
  }

  private static Process relay(String address, int port, Path folder) throws Exception {
    Process relay =
        new ProcessBuilder(
                TURN_SERVER.toString(),
                "-n",
                "--listening-ip=" + address,
                "--relay-ip=" + address,
                "--listening-port=" + port,
                "--use-auth-secret",
                "--static-auth-secret=" + SECRET,
                "--realm=damso",
                "--no-tls",
                "--no-dtls",
                "--no-cli",
                "--pidfile=" + folder.resolve("pid"),
                "--db=" + folder.resolve("db"),
                "--log-file=stdout",
                "--simple-log")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("relay.log").toFile())
            .start();
    for (int i = 0; i < 100 && relay.isAlive(); i++) {
      try (var _ = new java.net.Socket(address, port)) {
        return relay;
      } catch (IOException e) {
        relay.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError(Files.readString(folder.resolve("relay.log")));
  }

  private static String ownAddress() throws IOException {
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (network.isUp() && address instanceof Inet4Address && !address.isLoopbackAddress()) {
          return address.getHostAddress();
        }
      }
    }
    return Assumptions.abort("skipped: this machine has no network but its own");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void iceRestartsWhenTheNetworkHasChanged() {
    try (Pacer pacer = new Pacer();
        DamsoServer server = server(IceServers.NONE, 1, pacer);
        Playwright playwright = Chromium.playwright();
        Browser browser = chromium(playwright)) {
      Page page = page(browser, server);
      talk(page);
      hearsMore(page);
      Object before = stats(page).get("ufrag");
      String answer = String.valueOf(page.evaluate("damso.call.peer.remoteDescription.sdp"));
      page.evaluate("dispatchEvent(new Event('online'))");
      page.waitForFunction("(before) => damso.call.peer.remoteDescription.sdp !== before", answer);
      page.waitForFunction("async (before) => (await (" + STATS + ")()).ufrag !== before", before);
      hearsMore(page);
      assertThat(page.evaluate("damso.call.peer.connectionState")).isEqualTo("connected");
      assertThat(page.evaluate("failures")).isEqualTo(List.of());
      assertThat(page.locator("#problem").isVisible()).isFalse();
    }
  }

  @Test
  void whoHasTheLinkForViewersSeesAndHearsAndDoesNothingElse() throws Exception {
    try (Pacer pacer = new Pacer();
        DamsoServer server =
            server(IceServers.NONE, 1, pacer, FakeStages.filmed(new EchoLanguageModel()));
        Playwright playwright = Chromium.playwright();
        Browser browser = chromium(playwright)) {
      Page page = page(browser, server);
      talk(page);
      page.waitForSelector("#share:visible");
      String link = String.valueOf(page.locator("#share").getAttribute("href"));
      assertThat(link).contains("#watch=");
      assertThat(
              String.valueOf(
                  page.evaluate(
                      "performance.getEntriesByType('resource')"
                          + ".map((entry) => entry.name).join()")))
          .doesNotContain(link.substring(link.indexOf('=') + 1));

      Page viewer = page(browser, server);
      viewer.navigate(link); // the page loads itself anew
      viewer.waitForFunction(
          "document.body.dataset.state === 'watching' && avatar.srcObject.getTracks().length === 2"
              + " && avatar.getVideoPlaybackQuality().totalVideoFrames > 5");
      assertThat(viewer.locator("#start, #chat, #viewers").filter(visible()).count()).isZero();
      page.waitForFunction("watchers.textContent === '시청 중: 1'");
      assertThat(ends(server, link)).isEqualTo(404);

      page.locator("#hangup").click();
      viewer.waitForSelector("#problem:not([hidden])");
      assertThat(viewer.locator("#problem").textContent()).isEqualTo("대화가 끝났습니다.");
      assertThat(viewer.evaluate("failures")).isEqualTo(List.of());
    }
  }

  private static Locator.FilterOptions visible() {
    return new Locator.FilterOptions().setVisible(true);
  }

  /** What a try to end the conversation by what a viewer knows is answered. */
  private static int ends(DamsoServer server, String link) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/conversations/%s"
                .formatted(server.port(), link.substring(link.indexOf('=') + 1)));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).DELETE().build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void whoLosesTheLastPlaceToAnotherIsToldSo() {
    try (Pacer pacer = new Pacer();
        DamsoServer server = server(IceServers.NONE, 1, pacer);
        Playwright playwright = Chromium.playwright();
        Browser browser = chromium(playwright);
        Rival rival = new Rival(server)) {
      Page page = page(browser, server);
      page.route(
          "**/api/conversations?*",
          route -> {
            APIResponse answer = route.fetch();
            rival.calls();
            route.fulfill(new Route.FulfillOptions().setResponse(answer));
          });
      page.locator("#start").click();
      page.waitForSelector("#problem:not([hidden])");
      assertThat(page.locator("#problem").textContent()).startsWith("지금은 모두 대화 중입니다");
      assertThat(page.locator("#start").isVisible()).isTrue();
    }
  }

  /** Who comes first. */
  private static final class Rival implements AutoCloseable {
    private final WebRtcClient client = WebRtcClient.open(VideoCodec.H264, new ClientListener() {});
    private final URI conversations;

    Rival(DamsoServer server) {
      conversations = URI.create("http://127.0.0.1:" + server.port() + "/api/conversations");
    }

    /** Returns when it has its place. */
    void calls() {
      try (HttpClient http = HttpClient.newHttpClient()) {
        client.answer(post(http, client.offer()).body());
        int status = 400;
        while (status == 400) { // no offer, and a place is free
          status = post(http, "v=0").statusCode();
        }
        assertThat(status).isEqualTo(503);
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private HttpResponse<String> post(HttpClient http, String sdp)
        throws IOException, InterruptedException {
      return http.send(
          HttpRequest.newBuilder(conversations).POST(BodyPublishers.ofString(sdp)).build(),
          BodyHandlers.ofString());
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
