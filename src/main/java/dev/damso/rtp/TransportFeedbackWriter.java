package dev.damso.rtp;

import dev.damso.rtp.RtcpPacket.Arrival;
import java.nio.ByteBuffer;
import java.util.List;

/** Body of draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1, in two-bit status vectors. */
final class TransportFeedbackWriter {
  private static final int TICK_MICROS = 250;
  private static final int REFERENCE_MICROS = 64_000;
  private static final int SYMBOLS = 7; // of a chunk

  private TransportFeedbackWriter() {}

  /** From the base sequence on, padded to words. */
  static byte[] write(RtcpPacket.TransportFeedback feedback) {
    List<Arrival> arrivals = feedback.arrivals();
    int chunks = Math.ceilDiv(arrivals.size(), SYMBOLS);
    ByteBuffer out = ByteBuffer.allocate(8 + 2 * chunks + 2 * arrivals.size() + 3);
    out.putShort((short) feedback.baseSequence()).putShort((short) arrivals.size());
    out.putInt((int) (feedback.referenceTimeMicros() / REFERENCE_MICROS) << 8);
    for (int chunk = 0; chunk < chunks; chunk++) {
      int bits = 0xc000;
      for (int i = 0; i < SYMBOLS && chunk * SYMBOLS + i < arrivals.size(); i++) {
        bits |= symbol(arrivals.get(chunk * SYMBOLS + i)) << 12 - 2 * i;
      }
      out.putShort((short) bits);
    }
    for (Arrival arrival : arrivals) {
      switch (symbol(arrival)) {
        case 1 -> out.put((byte) ticks(arrival));
        case 2 -> out.putShort((short) ticks(arrival));
        default -> {}
      }
    }
    byte[] all = new byte[out.position() + 3 & ~3];
    out.get(0, all);
    return all;
  }

  private static int symbol(Arrival arrival) {
    if (!arrival.received()) {
      return 0;
    }
    return ticks(arrival) >= 0 && ticks(arrival) <= 255 ? 1 : 2;
  }

  private static int ticks(Arrival arrival) {
    return Math.clamp(
        Math.floorDiv(arrival.deltaMicros(), TICK_MICROS), Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
