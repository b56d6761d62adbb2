package dev.damso.webrtc;

import java.nio.ByteBuffer;

/** A packet of sound with the one before it (RFC 2198), so that a single loss is not heard. */
final class RedundantSound {
  private static final int MOST_OFFSET = 0x3fff;
  private static final int MOST_BYTES = 0x3ff;

  private byte[] before = new byte[0];
  private long beforeTimestamp;

  /** The payload, of {@code opus} alone where there is nothing fit before it. */
  byte[] payload(int payloadType, long timestamp, byte[] opus) {
    long offset = timestamp - beforeTimestamp & 0xffffffffL;
    boolean fits = before.length > 0 && before.length <= MOST_BYTES && offset <= MOST_OFFSET;
    byte[] old = fits ? before : new byte[0];
    ByteBuffer out = ByteBuffer.allocate((fits ? 4 : 0) + 1 + old.length + opus.length);
    if (fits) {
      out.putInt((0x80 | payloadType) << 24 | (int) offset << 10 | old.length);
    }
    return out.put((byte) payloadType).put(old).put(opus).array();
  }

  /** What was sent. */
  void sent(long timestamp, byte[] opus) {
    before = opus;
    beforeTimestamp = timestamp;
  }
}
