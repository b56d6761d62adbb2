package dev.damso.webrtc;

import java.security.SecureRandom;

/** Random ice-chars (RFC 8839 §5.4). */
final class IceCredentials {
  private static final String CHARS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private IceCredentials() {}

  static String token(SecureRandom random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(CHARS.charAt(random.nextInt(CHARS.length())));
    }
    return out.toString();
  }
}
