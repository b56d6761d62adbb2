package dev.damso.bench;

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

  private final Map<Meter, List<Double>> ms = new EnumMap<>(Meter.class);

  synchronized void add(Meter meter, double value) {
    ms.computeIfAbsent(meter, any -> new ArrayList<>()).add(value);
  }

  void since(Meter meter, long startNanos) {
    add(meter, (System.nanoTime() - startNanos) / 1e6);
  }

  synchronized List<Double> ms(Meter meter) {
    return List.copyOf(ms.getOrDefault(meter, List.of()));
  }

  synchronized double totalMs(Meter meter) {
    return ms(meter).stream().mapToDouble(Double::doubleValue).sum();
  }

  synchronized void clear() {
    ms.clear();
  }
}
