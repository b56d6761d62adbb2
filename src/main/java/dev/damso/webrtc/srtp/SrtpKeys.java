package dev.damso.webrtc.srtp;

import java.util.Arrays;

/** Master keys and salts that a DTLS handshake exported (RFC 5764 §4.2). */
public record SrtpKeys(
    SrtpProfile profile, byte[] clientKey, byte[] serverKey, byte[] clientSalt, byte[] serverSalt) {

  public static SrtpKeys of(SrtpProfile profile, byte[] material) {
    int key = SrtpProfile.KEY_BYTES;
    int salt = profile.saltBytes();
    return new SrtpKeys(
        profile,
        Arrays.copyOfRange(material, 0, key),
        Arrays.copyOfRange(material, key, 2 * key),
        Arrays.copyOfRange(material, 2 * key, 2 * key + salt),
        Arrays.copyOfRange(material, 2 * key + salt, 2 * key + 2 * salt));
  }

  /** Protects what the server sends. */
  public SrtpSession sender() {
    return new SrtpSession(true, profile, serverKey, serverSalt);
  }

  /** Reads what the client sends. */
  public SrtpSession receiver() {
    return new SrtpSession(false, profile, clientKey, clientSalt);
  }

  /** Protects what the client sends. */
  public SrtpSession clientSender() {
    return new SrtpSession(true, profile, clientKey, clientSalt);
  }

  /** Reads what the server sends. */
  public SrtpSession clientReceiver() {
    return new SrtpSession(false, profile, serverKey, serverSalt);
  }
}
