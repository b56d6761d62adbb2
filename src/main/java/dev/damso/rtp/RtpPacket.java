package dev.damso.rtp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An RTP packet (RFC 3550 §5.1), without CSRCs when written.
 *
 * @param marker last packet of a picture
 * @param payloadType 0–127
 * @param sequence 0–65535
 * @param timestamp 0–2³²−1, ticks of the codec's clock
 * @param ssrc synchronisation source
 * @param extensions one-byte header extensions, in order
 * @param payload without padding
 */
public record RtpPacket(
    boolean marker,
    int payloadType,
    int sequence,
    long timestamp,
    int ssrc,
    List<RtpExtension> extensions,
    byte[] payload) {
  private static final int ONE_BYTE_PROFILE = 0xBEDE;

  /** Reads the first {@code length} bytes; empty if they are not a well-formed RTP packet. */
  public static Optional<RtpPacket> parse(byte[] data, int length) {
    try {
      return read(ByteBuffer.wrap(data, 0, length));
    } catch (BufferUnderflowException e) {
      return Optional.empty(); // truncated
    }
  }

  private static Optional<RtpPacket> read(ByteBuffer in) {
    int first = in.get() & 0xff;
    if (first >> 6 != 2) {
      return Optional.empty();
    }
    int second = in.get() & 0xff;
    int sequence = in.getShort() & 0xffff;
    long timestamp = in.getInt() & 0xffffffffL;
    int ssrc = in.getInt();
    take(in, 4 * (first & 15)); // CSRCs
    List<RtpExtension> extensions = List.of();
    if ((first & 0x10) != 0) {
      int profile = in.getShort() & 0xffff;
      byte[] block = take(in, 4 * (in.getShort() & 0xffff));
      if (profile == ONE_BYTE_PROFILE) {
        extensions = elements(block);
      }
    }
    int padding = 0;
    if ((first & 0x20) != 0) {
      padding = in.hasRemaining() ? in.get(in.limit() - 1) & 0xff : 0;
      if (padding == 0 || padding > in.remaining()) {
        return Optional.empty();
      }
    }
    byte[] payload = take(in, in.remaining() - padding);
    return Optional.of(
        new RtpPacket(
            second >= 0x80, second & 0x7f, sequence, timestamp, ssrc, extensions, payload));
  }

  private static List<RtpExtension> elements(byte[] block) {
    List<RtpExtension> found = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(block);
    while (in.hasRemaining()) {
      int head = in.get() & 0xff;
      int id = head >> 4;
      if (id == 15) {
        break; // RFC 8285 §4.2: stop here
      }
      if (id != 0) {
        found.add(new RtpExtension(id, take(in, (head & 15) + 1)));
      }
    }
    return List.copyOf(found);
  }

  private static byte[] take(ByteBuffer in, int count) {
    if (count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  public RtpPacket withPayloadType(int other) {
    return new RtpPacket(marker, other, sequence, timestamp, ssrc, extensions, payload);
  }

  public RtpPacket withExtensions(List<RtpExtension> others) {
    return new RtpPacket(marker, payloadType, sequence, timestamp, ssrc, others, payload);
  }

  /** The packet's bytes. */
  public byte[] bytes() {
    int extensionBytes = 0;
    for (RtpExtension e : extensions) {
      extensionBytes += 1 + e.data().length;
    }
    int words = (extensionBytes + 3) / 4;
    int header = 12 + (words == 0 ? 0 : 4 + 4 * words);
    ByteBuffer out = ByteBuffer.allocate(header + payload.length);
    out.put((byte) (words == 0 ? 0x80 : 0x90));
    out.put((byte) ((marker ? 0x80 : 0) | payloadType));
    out.putShort((short) sequence).putInt((int) timestamp).putInt(ssrc);
    if (words > 0) {
      out.putShort((short) ONE_BYTE_PROFILE).putShort((short) words);
      for (RtpExtension e : extensions) {
        out.put((byte) (e.id() << 4 | e.data().length - 1)).put(e.data());
      }
    }
    return out.put(header, payload).array();
  }
}
