package dev.damso.webrtc.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Writes a binding success response (RFC 8489 §7.3.1). */
public final class StunResponse {
  private static final int FINGERPRINT_XOR = 0x5354554e;

  private StunResponse() {}

  /** XOR-MAPPED-ADDRESS of {@code from}, MESSAGE-INTEGRITY and FINGERPRINT. */
  public static byte[] success(StunRequest request, InetSocketAddress from, String password) {
    byte[] ip = from.getAddress().getAddress();
    ByteBuffer out = ByteBuffer.allocate(20 + 8 + ip.length + 24 + 8);
    out.putShort((short) 0x0101).putShort((short) 0).putInt(StunRequest.COOKIE);
    out.put(request.transactionId());
    out.putShort((short) 0x20).putShort((short) (4 + ip.length)); // XOR-MAPPED-ADDRESS
    out.put((byte) 0).put((byte) (ip.length == 4 ? 1 : 2));
    out.putShort((short) (from.getPort() ^ (StunRequest.COOKIE >>> 16)));
    for (int i = 0; i < ip.length; i++) {
      out.put((byte) (ip[i] ^ out.get(4 + i))); // cookie, then transaction ID
    }
    byte[] covered = covered(out, 24);
    out.putShort((short) 8).putShort((short) 20).put(StunRequest.hmac(password, covered));
    CRC32 crc = new CRC32();
    crc.update(covered(out, 8));
    out.putShort((short) 0x8028).putShort((short) 4);
    return out.putInt((int) crc.getValue() ^ FINGERPRINT_XOR).array();
  }

  /** What is written so far, its length field counting the attribute that follows. */
  private static byte[] covered(ByteBuffer out, int following) {
    out.putShort(2, (short) (out.position() - 20 + following));
    byte[] written = new byte[out.position()];
    out.get(0, written);
    return written;
  }
}
