package dev.damso.rtp;

import dev.damso.rtp.RtcpPacket.Arrival;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Body of draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1. */
final class TransportFeedbackReader {
  private static final int NOT_RECEIVED = 0;
  private static final int SMALL_DELTA = 1;
  private static final int DELTA_MICROS = 250;

  private static final int MOST = 8192; // packets that one message tells of

  private TransportFeedbackReader() {}

  /**
   * @param in from the base sequence on
   * @throws BufferUnderflowException if it ends early, or tells of too much
   */
  static RtcpPacket.TransportFeedback read(ByteBuffer in) {
    int base = in.getShort() & 0xffff;
    int count = in.getShort() & 0xffff;
    if (count > MOST) {
      throw new BufferUnderflowException(); // no browser waits so long; it would cost too much
    }
    int timeAndNumber = in.getInt();
    long reference = (timeAndNumber >> 8) * 64_000L; // signed 24 bits of 64 ms
    byte[] symbols = symbols(in, count);
    List<Arrival> arrivals = new ArrayList<>(count);
    for (byte symbol : symbols) {
      arrivals.add(
          switch (symbol) {
            case NOT_RECEIVED -> new Arrival(false, 0);
            case SMALL_DELTA -> new Arrival(true, (in.get() & 0xff) * DELTA_MICROS);
            default -> new Arrival(true, in.getShort() * DELTA_MICROS);
          });
    }
    return new RtcpPacket.TransportFeedback(base, reference, arrivals);
  }

  /** Expands run-length (§3.1.3) and status vector (§3.1.4) chunks. */
  private static byte[] symbols(ByteBuffer in, int count) {
    byte[] symbols = new byte[count];
    int filled = 0;
    while (filled < count) {
      int chunk = in.getShort() & 0xffff;
      if ((chunk & 0x8000) == 0) {
        int run = Math.min(chunk & 0x1fff, count - filled);
        java.util.Arrays.fill(symbols, filled, filled + run, (byte) (chunk >> 13 & 3));
        filled += run;
      } else {
        int bits = (chunk & 0x4000) == 0 ? 1 : 2;
        for (int shift = 14 - bits; shift >= 0 && filled < count; shift -= bits) {
          symbols[filled++] = (byte) (chunk >> shift & (bits == 1 ? 1 : 3));
        }
      }
    }
    return symbols;
  }
}
