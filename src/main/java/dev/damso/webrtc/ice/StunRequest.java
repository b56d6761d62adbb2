package dev.damso.webrtc.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A binding request with short-term credentials (RFC 8489 §5, §14; RFC 8445 §7.1).
 *
 * @param transactionId 12 bytes
 * @param username {@code local:remote} user name fragments
 * @param useCandidate whether the pair is nominated
 * @param integrityAt offset of MESSAGE-INTEGRITY in {@code bytes}
 * @param bytes the message
 */
public record StunRequest(
    byte[] transactionId, String username, boolean useCandidate, int integrityAt, byte[] bytes) {
  public static final int COOKIE = 0x2112A442;
  private static final int BINDING_REQUEST = 1;

  /** Empty if the first {@code length} bytes are no binding request with a MESSAGE-INTEGRITY. */
  public static Optional<StunRequest> parse(byte[] data, int length) {
    if (length < 20
        || u16(data, 0) != BINDING_REQUEST
        || u16(data, 2) + 20 != length
        || (u16(data, 4) << 16 | u16(data, 6)) != COOKIE) {
      return Optional.empty();
    }
    String username = "";
    boolean useCandidate = false;
    for (int at = 20; at + 4 <= length; ) {
      int type = u16(data, at);
      int size = u16(data, at + 2);
      if (at + 4 + size > length) {
        return Optional.empty();
      }
      if (type == 6) {
        username = new String(data, at + 4, size, StandardCharsets.UTF_8);
      } else if (type == 0x25) {
        useCandidate = true;
      } else if (type == 8 && size == 20) { // what follows is not protected
        byte[] bytes = Arrays.copyOf(data, length);
        byte[] id = Arrays.copyOfRange(data, 8, 20);
        return Optional.of(new StunRequest(id, username, useCandidate, at, bytes));
      }
      at += 4 + (size + 3 & ~3);
    }
    return Optional.empty();
  }

  /** The user name fragment of the side that is asked. */
  public String localUfrag() {
    int colon = username.indexOf(':');
    return colon < 0 ? username : username.substring(0, colon);
  }

  /** Whether MESSAGE-INTEGRITY matches {@code password}; takes the same time either way. */
  public boolean isAuthentic(String password) {
    byte[] covered = Arrays.copyOf(bytes, integrityAt);
    int length = integrityAt + 24 - 20; // as if the message ended here (§14.5)
    covered[2] = (byte) (length >> 8);
    covered[3] = (byte) length;
    byte[] stated = Arrays.copyOfRange(bytes, integrityAt + 4, integrityAt + 24);
    return MessageDigest.isEqual(hmac(password, covered), stated);
  }

  public static byte[] hmac(String password, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private static int u16(byte[] data, int at) {
    return (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
  }
}
