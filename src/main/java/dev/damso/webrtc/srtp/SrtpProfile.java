package dev.damso.webrtc.srtp;

import org.jitsi.srtp.SrtpPolicy;

/** DTLS-SRTP protection profiles, best first. */
public enum SrtpProfile {
  /** RFC 7714. */
  AEAD_AES_128_GCM(7, 12),
  /** RFC 5764 §4.1.2. */
  AES128_CM_HMAC_SHA1_80(1, 14);

  public static final int KEY_BYTES = 16;

  private final int code;
  private final int saltBytes;

  SrtpProfile(int code, int saltBytes) {
    this.code = code;
    this.saltBytes = saltBytes;
  }

  /** The number in {@code use_srtp}. */
  public int code() {
    return code;
  }

  public int saltBytes() {
    return saltBytes;
  }

  SrtpPolicy policy() {
    return switch (this) {
      case AEAD_AES_128_GCM ->
          new SrtpPolicy(
              SrtpPolicy.AESGCM_ENCRYPTION, KEY_BYTES, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
      case AES128_CM_HMAC_SHA1_80 ->
          new SrtpPolicy(
              SrtpPolicy.AESCM_ENCRYPTION,
              KEY_BYTES,
              SrtpPolicy.HMACSHA1_AUTHENTICATION,
              20,
              10,
              14);
    };
  }
}
