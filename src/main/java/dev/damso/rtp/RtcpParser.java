package dev.damso.rtp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads RTCP compounds from outside; never throws for what they hold. Thread safe. */
public final class RtcpParser {
  private RtcpParser() {}

  /**
   * @param packets those that are well formed and of a known type
   * @param malformed how many were not well formed
   */
  public record Compound(List<RtcpPacket> packets, int malformed) {}

  /** Reads the first {@code length} bytes. */
  public static Compound parse(byte[] data, int length) {
    List<RtcpPacket> packets = new ArrayList<>();
    int malformed = 0;
    ByteBuffer in = ByteBuffer.wrap(data, 0, length);
    while (in.hasRemaining()) {
      int at = in.position();
      if (in.remaining() < 4 || (in.get(at) & 0xc0) != 0x80) {
        return new Compound(packets, malformed + 1);
      }
      int size = 4 + 4 * (in.getShort(at + 2) & 0xffff);
      if (size > in.remaining()) {
        return new Compound(packets, malformed + 1);
      }
      int padding = (in.get(at) & 0x20) == 0 ? 0 : in.get(at + size - 1) & 0xff;
      if (padding > size - 4) {
        return new Compound(packets, malformed + 1);
      }
      ByteBuffer body = in.slice(at + 4, size - 4 - padding);
      in.position(at + size);
      try {
        RtcpPacket packet = read(in.get(at) & 31, in.get(at + 1) & 0xff, body);
        if (packet != null) {
          packets.add(packet);
        }
      } catch (BufferUnderflowException e) {
        malformed++; // shorter than its own counts say
      }
    }
    return new Compound(packets, malformed);
  }

  private static @Nullable RtcpPacket read(int count, int type, ByteBuffer in) {
    return switch (type) {
      case 200 -> senderReport(count, in);
      case 201 -> new RtcpPacket.ReceiverReport(in.getInt(), blocks(count, in));
      case 202 -> count == 0 ? null : sourceDescription(in);
      case 203 -> new RtcpPacket.Bye(ssrcs(count, 4, in));
      case 205 -> transportLayer(count, in);
      case 206 -> payloadSpecific(count, in);
      default -> null;
    };
  }

  private static RtcpPacket senderReport(int count, ByteBuffer in) {
    return new RtcpPacket.SenderReport(
        in.getInt(), new NtpTime(in.getLong()), u32(in), u32(in), u32(in), blocks(count, in));
  }

  private static RtcpPacket sourceDescription(ByteBuffer in) {
    int ssrc = in.getInt();
    for (int type = in.get(); type != 0; type = in.get()) {
      byte[] text = new byte[in.get() & 0xff];
      in.get(text);
      if (type == 1) {
        return new RtcpPacket.SourceDescription(
            ssrc, new String(text, java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return new RtcpPacket.SourceDescription(ssrc, "");
  }

  private static @Nullable RtcpPacket transportLayer(int format, ByteBuffer in) {
    in.getInt(); // sender
    int media = in.getInt();
    if (format == 15) {
      return TransportFeedbackReader.read(in);
    }
    if (format != 1) {
      return null;
    }
    List<Integer> sequences = new ArrayList<>();
    while (in.hasRemaining()) {
      int first = in.getShort() & 0xffff;
      int following = in.getShort() & 0xffff;
      sequences.add(first);
      for (int bit = 0; bit < 16; bit++) {
        if ((following >> bit & 1) == 1) {
          sequences.add((first + bit + 1) & 0xffff);
        }
      }
    }
    return new RtcpPacket.Nack(media, sequences);
  }

  private static @Nullable RtcpPacket payloadSpecific(int format, ByteBuffer in) {
    in.getInt(); // sender
    int media = in.getInt();
    return switch (format) {
      case 1 -> new RtcpPacket.Pli(media);
      case 4 -> new RtcpPacket.Fir(ssrcs(in.remaining() / 8, 8, in));
      default -> null;
    };
  }

  private static List<Integer> ssrcs(int count, int stride, ByteBuffer in) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      found.add(in.getInt());
      if (stride == 8) {
        in.getInt(); // FIR: command sequence and reserved bits
      }
    }
    return found;
  }

  private static List<RtcpPacket.ReportBlock> blocks(int count, ByteBuffer in) {
    List<RtcpPacket.ReportBlock> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int ssrc = in.getInt();
      int loss = in.getInt();
      found.add(
          new RtcpPacket.ReportBlock(
              ssrc, loss >>> 24, loss << 8 >> 8, u32(in), u32(in), in.getInt(), u32(in)));
    }
    return found;
  }

  private static long u32(ByteBuffer in) {
    return in.getInt() & 0xffffffffL;
  }
}
