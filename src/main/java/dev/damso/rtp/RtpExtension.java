package dev.damso.rtp;

/**
 * One element of a one-byte RTP header extension (RFC 8285 §4.2).
 *
 * @param id 1–14, as negotiated by {@code a=extmap}
 * @param data 1–16 bytes
 */
public record RtpExtension(int id, byte[] data) {
  public RtpExtension {
    if (id < 1 || id > 14 || data.length < 1 || data.length > 16) {
      throw new IllegalArgumentException("id " + id + " with " + data.length + " bytes");
    }
  }

  /** A 16-bit number, such as a transport-wide sequence number. */
  public static RtpExtension ofShort(int id, int value) {
    return new RtpExtension(id, new byte[] {(byte) (value >> 8), (byte) value});
  }
}
