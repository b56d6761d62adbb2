package dev.damso.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an access unit into RTP payloads, packetization-mode 1 (RFC 6184): SPS and PPS share a
 * STAP-A, a NAL unit that fits goes alone, a larger one as FU-A. Stateless and thread safe.
 */
public final class H264Packetizer implements VideoPacketizer {
  private static final int SEI = 6;
  private static final int SPS = 7;
  private static final int PPS = 8;
  private static final int DELIMITER = 9;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private final int maxPayload;

  /**
   * @param maxPayload bytes of RTP payload that a packet may hold, at least 16
   */
  public H264Packetizer(int maxPayload) {
    if (maxPayload < 16) {
      throw new IllegalArgumentException("no room for a fragment in " + maxPayload + " bytes");
    }
    this.maxPayload = maxPayload;
  }

  /**
   * @param annexB an access unit; its SEI and access unit delimiters are left out
   */
  @Override
  public List<byte[]> packetize(byte[] annexB) {
    List<byte[]> payloads = new ArrayList<>();
    List<ByteBuffer> parameterSets = new ArrayList<>();
    for (ByteBuffer nal : nalUnits(annexB)) {
      int type = nal.get(nal.position()) & 31;
      if (type == SEI || type == DELIMITER) {
        continue;
      }
      if (type == SPS || type == PPS) {
        parameterSets.add(nal);
        continue;
      }
      flush(parameterSets, payloads);
      single(nal, payloads);
    }
    flush(parameterSets, payloads);
    return payloads;
  }

  private void flush(List<ByteBuffer> sets, List<byte[]> payloads) {
    int size = 1;
    int importance = 0;
    for (ByteBuffer nal : sets) {
      size += 2 + nal.remaining();
      importance = Math.max(importance, nal.get(nal.position()) & 0x60);
    }
    if (sets.size() > 1 && size <= maxPayload) {
      ByteBuffer out = ByteBuffer.allocate(size).put((byte) (importance | STAP_A));
      for (ByteBuffer nal : sets) {
        out.putShort((short) nal.remaining()).put(nal);
      }
      payloads.add(out.array());
    } else {
      sets.forEach(nal -> single(nal, payloads));
    }
    sets.clear();
  }

  private void single(ByteBuffer nal, List<byte[]> payloads) {
    if (nal.remaining() <= maxPayload) {
      byte[] whole = new byte[nal.remaining()];
      nal.get(whole);
      payloads.add(whole);
      return;
    }
    int header = nal.get();
    int body = nal.remaining();
    int parts = Math.ceilDiv(body, maxPayload - 2);
    int each = Math.ceilDiv(body, parts); // fragments of even size
    for (boolean start = true; nal.hasRemaining(); start = false) {
      int count = Math.min(each, nal.remaining());
      byte[] part = new byte[2 + count];
      nal.get(part, 2, count);
      int edges = (start ? 0x80 : 0) | (nal.hasRemaining() ? 0 : 0x40);
      part[0] = (byte) (header & 0xe0 | FU_A);
      part[1] = (byte) (edges | header & 31);
      payloads.add(part);
    }
  }

  /** Splits at start codes (ITU-T H.264 annex B). */
  private static List<ByteBuffer> nalUnits(byte[] data) {
    List<ByteBuffer> units = new ArrayList<>();
    int start = -1;
    for (int i = 0; i + 2 < data.length; i++) {
      if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
        add(units, data, start, i);
        start = i + 3;
        i += 2;
      }
    }
    add(units, data, start, data.length);
    return units;
  }

  private static void add(List<ByteBuffer> units, byte[] data, int start, int end) {
    int last = end;
    while (start >= 0 && last > start && data[last - 1] == 0) {
      last--; // trailing_zero_8bits
    }
    if (start >= 0 && last > start) {
      units.add(ByteBuffer.wrap(data, start, last - start));
    }
  }
}
