package dev.damso.webrtc.client;

import dev.damso.rtp.RtcpPacket.Arrival;
import dev.damso.rtp.RtcpPacket.TransportFeedback;
import dev.damso.rtp.SequenceExtender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** When packets came, by transport-wide sequence number, until that is reported. One owner. */
final class ArrivalLog {
  /** Packets of a report at most. */
  private static final int MOST = 500;

  private static final long REFERENCE_MICROS = 64_000;

  private final SequenceExtender extender = new SequenceExtender();
  private final TreeMap<Long, Long> arrivals = new TreeMap<>(); // microseconds
  private long next = -1;

  void arrived(int sequence, long nanos) {
    long extended = extender.extend(sequence);
    if (extended >= next) { // what was reported as lost stays lost
      arrivals.put(extended, nanos / 1000);
    }
  }

  /** What came since the last call, or empty. */
  Optional<TransportFeedback> report() {
    if (arrivals.isEmpty()) {
      return Optional.empty();
    }
    long from = Math.max(next, arrivals.lastKey() - MOST + 1);
    long base = next < 0 ? arrivals.firstKey() : from;
    long first = arrivals.tailMap(base).firstEntry().getValue();
    long before = first / REFERENCE_MICROS * REFERENCE_MICROS;
    long reference = before;
    List<Arrival> list = new ArrayList<>();
    for (long sequence = base; sequence <= arrivals.lastKey(); sequence++) {
      Long at = arrivals.get(sequence);
      // In the wire's units, so that no error adds up.
      int delta = at == null ? 0 : (int) ((at - before) / 250 * 250);
      list.add(new Arrival(at != null, delta));
      before += delta;
    }
    next = arrivals.lastKey() + 1;
    arrivals.clear();
    return Optional.of(new TransportFeedback((int) (base & 0xffff), reference, list));
  }
}
