package dev.damso.webrtc.ice;

import java.security.SecureRandom;

/** Random ice-chars (RFC 8839 §5.4). */
public final class IceCredentials {
  private static final String CHARS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private IceCredentials() {}

  public static String token(SecureRandom random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(CHARS.charAt(random.nextInt(CHARS.length())));
    }
    return out.toString();
  }
}
