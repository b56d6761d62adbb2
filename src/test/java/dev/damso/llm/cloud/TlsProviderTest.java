package dev.damso.llm.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import dev.damso.llm.Prompt;
import dev.damso.llm.cloud.CloudModels.Endpoint;
import dev.damso.media.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers behind TLS, as all of them are outside of tests. */
final class TlsProviderTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Prompt PROMPT =
      new Prompt(List.of(new Message(Role.USER, "거기 있어요?")), 100, 0.7, 40);

  private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
  private SSLContext untouched;
  private SSLContext trusting;
  private FakeProvider provider;

  @BeforeEach
  void serve(@TempDir Path folder) throws Exception {
    untouched = SSLContext.getDefault();
    trusting = selfSigned(folder.resolve("provider.p12"));
    HttpsServer server = HttpsServer.create(FakeProvider.loopback(0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(trusting) {
          @Override
          public void configure(HttpsParameters parameters) {
            connections.add(parameters.getClientAddress());
            super.configure(parameters);
          }
        });
    provider = new FakeProvider(server, FakeProvider.saying("네, ", "있어요."));
  }

  @AfterEach
  void stop() {
    SSLContext.setDefault(untouched);
    provider.close();
  }

  /** A context that shows a certificate for 127.0.0.1, and trusts it. */
  private static SSLContext selfSigned(Path file)
      throws IOException, InterruptedException, GeneralSecurityException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "provider",
                "-keyalg",
                "EC",
                "-dname",
                "CN=provider",
                "-ext",
                "san=ip:127.0.0.1")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("provider", store.getCertificate("provider"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private LanguageModel model(WireFormat format) {
    return format.model(new Endpoint("some-model", provider.url(), "key", Duration.ofSeconds(20)));
  }

  @ParameterizedTest
  @EnumSource
  void theFirstQuestionTakesTheConnectionOfTheRehearsal(WireFormat format) {
    SSLContext.setDefault(trusting);
    LanguageModel model = model(format);
    model.warmUp(PROMPT, Cancellation.none());
    assertThat(connections).hasSize(1);
    assertThat(model.generate(PROMPT, text -> {}, Cancellation.none()).text()).isEqualTo("네, 있어요.");
    assertThat(provider.heads()).isEqualTo(1);
    assertThat(connections).as("one handshake for both").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whoCannotProveWhoItIsIsNotAsked(WireFormat format) {
    LanguageModel model = model(format);
    model.warmUp(PROMPT, Cancellation.none());
    assertThatThrownBy(() -> model.generate(PROMPT, text -> {}, Cancellation.none()))
        .isInstanceOf(LanguageModelException.class)
        .hasMessageContaining("SSLHandshakeException");
    assertThat(provider.requests()).isEmpty();
    assertThat(provider.heads()).isZero();
  }
}
