package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.damso.media.UserFacingException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IceServersTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private static IceServers of(String url, Map<String, String> environment) {
    return IceServers.of(List.of(url), environment, () -> NOW);
  }

  @Test
  void linksAreThoseOfWhip() {
    assertThat(IceServers.NONE.links()).isEmpty();
    assertThat(of("stun:stun.example.net", Map.of()).links())
        .containsExactly("<stun:stun.example.net>; rel=\"ice-server\"");
    Map<String, String> login = Map.of("TURN_USERNAME", "user", "TURN_PASSWORD", "pass");
    assertThat(of("turn:turn.example.net?transport=tcp", login).links())
        .containsExactly(
            "<turn:turn.example.net?transport=tcp>; rel=\"ice-server\"; username=\"user\";"
                + " credential=\"pass\"; credential-type=\"password\"");
  }

  @Test
  void aSecretMakesALoginThatEnds() {
    String link = of("turn:127.0.0.1:3478", Map.of("TURN_SECRET", "north")).links().getFirst();
    // printf 1700021600:damso | openssl dgst -sha1 -hmac north -binary | base64
    assertThat(link)
        .contains("username=\"1700021600:damso\"; credential=\"xjn158fotll9JglxT6auvXAjWpk=\"");
    assertThat(link).doesNotContain("north");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "turn.example.net",
        "http://a",
        "turn:a\"b",
        "stun:a>;x",
        "turn:a?transport=x"
      })
  void whatIsNoUrlIsRefused(String url) {
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(() -> of(url, Map.of("TURN_SECRET", "north")))
        .withMessageContaining("webrtc.iceServers");
  }

  @Test
  void aRelayNeedsCredentials() {
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(() -> of("turns:[::1]:5349", Map.of("TURN_USERNAME", "user")))
        .withMessageContaining("TURN_SECRET");
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(
            () -> of("turn:a", Map.of("TURN_USERNAME", "user", "TURN_PASSWORD", "two \"words\"")));
  }
}
