package dev.damso.rtp;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** RFC 7741 §4.2: leaves the descriptors out. */
final class Vp8Depacketizer implements VideoDepacketizer {
  private static final int EXTENDED = 0x80;
  private static final int START = 0x10;
  private static final int PARTITION = 0x07;

  @Override
  public boolean startsKeyFrame(byte[] payload) {
    int body = descriptor(payload);
    return body >= 0 && starts(payload) && (payload[body] & 1) == 0; // RFC 7741 §4.3: P
  }

  @Override
  public Optional<Picture> assemble(List<byte[]> payloads) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] payload : payloads) {
      int body = descriptor(payload);
      if (body < 0 || out.size() == 0 && !starts(payload)) {
        return Optional.empty();
      }
      out.write(payload, body, payload.length - body);
    }
    byte[] data = out.toByteArray();
    return data.length == 0 ? Optional.empty() : Optional.of(new Picture(data, (data[0] & 1) == 0));
  }

  private static boolean starts(byte[] payload) {
    return (payload[0] & START) != 0 && (payload[0] & PARTITION) == 0;
  }

  /** Bytes of the descriptor, or -1 where nothing follows it. */
  private static int descriptor(byte[] payload) {
    int size = 1;
    if (payload.length > 1 && (payload[0] & EXTENDED) != 0) {
      int flags = payload[1];
      size++;
      if ((flags & 0x80) != 0) { // I: a picture number of 7 or 15 bits
        size += payload.length > 2 && (payload[2] & 0x80) != 0 ? 2 : 1;
      }
      size += (flags & 0x40) == 0 ? 0 : 1; // L
      size += (flags & 0x30) == 0 ? 0 : 1; // T or K
    }
    return size < payload.length ? size : -1;
  }
}
