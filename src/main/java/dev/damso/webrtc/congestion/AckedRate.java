package dev.damso.webrtc.congestion;

import java.util.ArrayDeque;

/** How much arrives: bits a second over the last half second of arrivals. One owner. */
final class AckedRate {
  private static final double WINDOW_MS = 500;

  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
  private long bytes;

  private record Arrival(double ms, int bytes) {}

  void add(double arrivedMs, int size) {
    arrivals.add(new Arrival(arrivedMs, size));
    bytes += size;
    while (arrivals.getFirst().ms() < arrivedMs - WINDOW_MS) {
      bytes -= arrivals.removeFirst().bytes();
    }
  }

  /** Bits a second, or 0 while too little has arrived to tell. */
  double bitsPerSecond() {
    if (arrivals.isEmpty()) {
      return 0;
    }
    double span = arrivals.getLast().ms() - arrivals.getFirst().ms();
    return span < WINDOW_MS / 2 ? 0 : bytes * 8000.0 / span;
  }
}
