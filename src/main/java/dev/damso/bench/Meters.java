package dev.damso.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the stages took, whoever called them. Thread safe. */
final class Meters {
  /** What is metered, one duration a call. */
  enum Meter {
    /** Voice activity, a window. */
    VAD,
    /** A final pass of speech recognition, waiting included. */
    STT,
    /** To the first token. */
    LLM_FIRST,
    /** A whole answer. */
    LLM,
    /** From a clause to its first sound. */
    TTS_FIRST,
    /** A whole clause. */
    TTS,
    /** Time that a clause took to make, of the time that it sounds; no duration. */
    TTS_FACTOR,
    /** Drawing a picture. */
    FACE,
    /** Coding a picture. */
    ENCODING
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Meter, List<Double>> ms = new EnumMap<>(Meter.class);

  /** Of stages that work on their caller's thread: what they computed, without waits for a core. */
  private final Map<Meter, Double> computedMs = new EnumMap<>(Meter.class);

  /** When work on this thread began, by its own clock and the world's. */
  record Start(long nanos, long cpuNanos) {
    static Start now() {
      return new Start(System.nanoTime(), THREADS.getCurrentThreadCpuTime());
    }
  }

  synchronized void add(Meter meter, double value) {
    ms.computeIfAbsent(meter, any -> new ArrayList<>()).add(value);
  }

  void since(Meter meter, long startNanos) {
    add(meter, (System.nanoTime() - startNanos) / 1e6);
  }

  /** Work that one thread did from start to end. */
  void since(Meter meter, Start start) {
    double computed = (THREADS.getCurrentThreadCpuTime() - start.cpuNanos()) / 1e6;
    synchronized (this) {
      since(meter, start.nanos());
      computedMs.merge(meter, computed, Double::sum);
    }
  }

  synchronized List<Double> ms(Meter meter) {
    return List.copyOf(ms.getOrDefault(meter, List.of()));
  }

  /** Milliseconds that a stage was busy: what it computed where that is known, else its calls. */
  synchronized double busyMs(Meter meter) {
    Double computed = computedMs.get(meter);
    return computed != null ? computed : ms(meter).stream().mapToDouble(Double::doubleValue).sum();
  }

  synchronized void clear() {
    ms.clear();
    computedMs.clear();
  }
}
