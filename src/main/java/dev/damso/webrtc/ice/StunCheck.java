package dev.damso.webrtc.ice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Writes a connectivity check that nominates (RFC 8445 §7.1, §8.1.1), as the controlling side. */
public final class StunCheck {
  private static final int PRIORITY = 0x24;
  private static final int CONTROLLING = 0x802a;
  private static final int USE_CANDIDATE = 0x25;

  private StunCheck() {}

  /**
   * @param username {@code their:our} user name fragments
   * @param password theirs
   */
  public static byte[] request(SecureRandom random, String username, String password) {
    byte[] id = new byte[12];
    random.nextBytes(id);
    byte[] user = username.getBytes(StandardCharsets.UTF_8);
    int padded = user.length + 3 & ~3;
    ByteBuffer out = ByteBuffer.allocate(20 + 4 + padded + 8 + 12 + 4 + 24);
    out.putShort((short) 1).putShort((short) (out.capacity() - 20)).putInt(StunRequest.COOKIE);
    out.put(id);
    out.putShort((short) 6).putShort((short) user.length).put(user);
    out.position(20 + 4 + padded);
    out.putShort((short) PRIORITY).putShort((short) 4).putInt(0x6e7f00ff);
    out.putShort((short) CONTROLLING).putShort((short) 8).putLong(random.nextLong());
    out.putShort((short) USE_CANDIDATE).putShort((short) 0);
    byte[] covered = new byte[out.position()];
    out.get(0, covered);
    out.putShort((short) 8).putShort((short) 20).put(StunRequest.hmac(password, covered));
    return out.array();
  }
}
