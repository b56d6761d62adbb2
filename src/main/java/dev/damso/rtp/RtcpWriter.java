package dev.damso.rtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes RTCP. Thread safe. */
public final class RtcpWriter {
  private RtcpWriter() {}

  /** One compound of the given packets, in order. */
  public static byte[] compound(RtcpPacket... packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RtcpPacket packet : packets) {
      out.writeBytes(write(packet));
    }
    return out.toByteArray();
  }

  private static byte[] write(RtcpPacket packet) {
    return switch (packet) {
      case RtcpPacket.SenderReport r -> {
        ByteBuffer out = start(r.blocks().size(), 200, 24 + 24 * r.blocks().size());
        out.putInt(r.ssrc()).putLong(r.ntp().bits()).putInt((int) r.rtpTimestamp());
        out.putInt((int) r.packets()).putInt((int) r.octets());
        yield blocks(out, r.blocks());
      }
      case RtcpPacket.ReceiverReport r ->
          blocks(
              start(r.blocks().size(), 201, 4 + 24 * r.blocks().size()).putInt(r.ssrc()),
              r.blocks());
      case RtcpPacket.SourceDescription d -> {
        byte[] cname = d.cname().getBytes(StandardCharsets.UTF_8);
        int size = (4 + 2 + cname.length + 1 + 3) & ~3; // at least one terminating zero
        ByteBuffer out = start(1, 202, size).putInt(d.ssrc());
        out.put((byte) 1).put((byte) cname.length).put(cname);
        yield bytes(out);
      }
      case RtcpPacket.Bye b -> {
        ByteBuffer out = start(b.ssrcs().size(), 203, 4 * b.ssrcs().size());
        b.ssrcs().forEach(out::putInt);
        yield bytes(out);
      }
      case RtcpPacket.Nack n -> {
        ByteBuffer out = start(1, 205, 8 + 4 * n.sequences().size());
        out.putInt(0).putInt(n.mediaSsrc());
        n.sequences().forEach(s -> out.putInt(s << 16));
        yield bytes(out);
      }
      case RtcpPacket.Pli p -> bytes(start(1, 206, 8).putInt(0).putInt(p.mediaSsrc()));
      case RtcpPacket.Fir f -> {
        ByteBuffer out = start(4, 206, 8 + 8 * f.mediaSsrcs().size()).putLong(0);
        f.mediaSsrcs().forEach(s -> out.putInt(s).putInt(0));
        yield bytes(out);
      }
      case RtcpPacket.TransportFeedback t -> {
        byte[] body = TransportFeedbackWriter.write(t);
        yield bytes(start(15, 205, 8 + body.length).putLong(0).put(body));
      }
    };
  }

  private static ByteBuffer start(int count, int type, int bodyBytes) {
    return ByteBuffer.allocate(4 + bodyBytes)
        .put((byte) (0x80 | count))
        .put((byte) type)
        .putShort((short) (bodyBytes / 4));
  }

  private static byte[] blocks(ByteBuffer out, List<RtcpPacket.ReportBlock> blocks) {
    for (RtcpPacket.ReportBlock b : blocks) {
      out.putInt(b.ssrc()).putInt(b.fractionLost() << 24 | b.cumulativeLost() & 0xffffff);
      out.putInt((int) b.highestSequence()).putInt((int) b.jitter());
      out.putInt(b.lastSr()).putInt((int) b.delaySinceLastSr());
    }
    return bytes(out);
  }

  private static byte[] bytes(ByteBuffer out) {
    byte[] all = new byte[out.capacity()];
    out.get(0, all);
    return all;
  }
}
