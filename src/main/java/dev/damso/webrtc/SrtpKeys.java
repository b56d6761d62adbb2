package dev.damso.webrtc;

import java.util.Arrays;

/** Master keys and salts that a DTLS handshake exported (RFC 5764 §4.2). */
record SrtpKeys(
    SrtpProfile profile, byte[] clientKey, byte[] serverKey, byte[] clientSalt, byte[] serverSalt) {

  static SrtpKeys of(SrtpProfile profile, byte[] material) {
    int key = SrtpProfile.KEY_BYTES;
    int salt = profile.saltBytes();
    return new SrtpKeys(
        profile,
        Arrays.copyOfRange(material, 0, key),
        Arrays.copyOfRange(material, key, 2 * key),
        Arrays.copyOfRange(material, 2 * key, 2 * key + salt),
        Arrays.copyOfRange(material, 2 * key + salt, 2 * key + 2 * salt));
  }

  SrtpSession sender() {
    return new SrtpSession(true, profile, serverKey, serverSalt);
  }

  SrtpSession receiver() {
    return new SrtpSession(false, profile, clientKey, clientSalt);
  }
}
