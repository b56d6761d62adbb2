package dev.damso.server;

import dev.damso.media.UserFacingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The STUN and TURN servers that browsers are told of, in {@code Link} headers (RFC 9725 §4.6). A
 * relay's credentials are the same for all, or of coturn's {@code use-auth-secret}: made for each
 * caller, and void after {@link #VALID}.
 */
public final class IceServers {
  /** No servers. */
  public static final IceServers NONE = new IceServers(List.of(), () -> new Login("", ""));

  static final Duration VALID = Duration.ofHours(6); // a conversation's length, and more

  private static final String URL =
      "(stuns?|turns?):[A-Za-z0-9.-]+(:[0-9]{1,5})?(\\?transport=(udp|tcp))?"
          + "|(stuns?|turns?):\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?(\\?transport=(udp|tcp))?";
  private static final String PRINTABLE =
      "[\\x21\\x23-\\x5b\\x5d-\\x7e]+"; // no quote, no backslash

  private final List<String> urls;
  private final Supplier<Login> login;

  private record Login(String username, String password) {}

  private IceServers(List<String> urls, Supplier<Login> login) {
    this.urls = urls;
    this.login = login;
  }

  /**
   * @param urls as RFC 7064 and RFC 7065 write them
   * @param environment {@code TURN_SECRET}, or {@code TURN_USERNAME} and {@code TURN_PASSWORD}
   * @param clock the wall's
   * @throws UserFacingException for a URL that is none, or a relay without credentials
   */
  public static IceServers of(
      List<String> urls, Map<String, String> environment, Supplier<Instant> clock) {
    for (String url : urls) {
      if (!url.matches(URL)) {
        throw UserFacingException.badInput(
            "webrtc.iceServers: %s is not like stun:host, turn:host:3478 or turn:host?transport=tcp"
                .formatted(url));
      }
    }
    String secret = environment.getOrDefault("TURN_SECRET", "");
    String username = environment.getOrDefault("TURN_USERNAME", "");
    String password = environment.getOrDefault("TURN_PASSWORD", "");
    if (urls.stream().noneMatch(IceServers::isRelay)) {
      return new IceServers(List.copyOf(urls), () -> new Login("", ""));
    }
    if (!secret.isEmpty()) {
      return new IceServers(List.copyOf(urls), () -> temporary(secret, clock.get().plus(VALID)));
    }
    if (!username.matches(PRINTABLE) || !password.matches(PRINTABLE)) {
      throw UserFacingException.badInput(
          "webrtc.iceServers names a TURN server: its credentials come from the environment, "
              + "TURN_SECRET (coturn's static-auth-secret), or TURN_USERNAME and TURN_PASSWORD"
              + " (without quotes and spaces)");
    }
    return new IceServers(List.copyOf(urls), () -> new Login(username, password));
  }

  private static boolean isRelay(String url) {
    return url.startsWith("turn");
  }

  /** Values of {@code Link} headers, for one caller. */
  List<String> links() {
    Login own = login.get();
    return urls.stream()
        .map(url ->
            isRelay(url)
                ? "<%s>; rel=\"ice-server\"; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                    .formatted(url, own.username(), own.password())
                : "<%s>; rel=\"ice-server\"".formatted(url))
        .toList();
  }

  /** What coturn takes until {@code end}: {@code draft-uberti-behave-turn-rest}. */
  private static Login temporary(String secret, Instant end) {
    try {
      String username = end.getEpochSecond() + ":damso";
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] proof = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
      return new Login(username, Base64.getEncoder().encodeToString(proof));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }
}
