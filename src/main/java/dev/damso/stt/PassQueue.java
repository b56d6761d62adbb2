package dev.damso.stt;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Future;

/**
 * Which pass runs next. At most one final and one partial pass a stream wait here, the later
 * replaces the earlier, so the queue is bounded by the streams. Final passes go first, in order;
 * partial passes in the order in which their streams asked, and so seldom that the recogniser rests
 * as long as the last one took: half of its time is left for final passes and for the rest of the
 * machine. Not thread safe; time is a parameter.
 */
final class PassQueue {
  /**
   * Work that waits.
   *
   * @param stream whose it is
   * @param result cancelled where the work is given up
   */
  record Pass(Object stream, boolean isFinal, Runnable work, Future<?> result) {}

  /** Stream → its pass that waits, in the order in which the streams asked. */
  private final SequencedMap<Object, Pass> finals = new LinkedHashMap<>();

  private final SequencedMap<Object, Pass> partials = new LinkedHashMap<>();
  private long restUntil;

  /** Adds a pass; where the stream has one of its kind waiting, in that one's place. */
  void offer(Pass pass) {
    (pass.isFinal() ? finals : partials).put(pass.stream(), pass);
  }

  /** Whether a partial pass of this stream waits. */
  boolean hasPartial(Object stream) {
    return partials.containsKey(stream);
  }

  void remove(Object stream) {
    finals.remove(stream);
    partials.remove(stream);
  }

  /** Gives up everything. */
  void clear() {
    finals.values().forEach(pass -> pass.result().cancel(false));
    finals.clear();
    partials.clear();
  }

  /**
   * Takes the pass that is due, if any.
   *
   * @param now nanoseconds
   */
  Optional<Pass> next(long now) {
    if (!finals.isEmpty()) {
      return Optional.of(finals.pollFirstEntry().getValue());
    }
    return partials.isEmpty() || now - restUntil < 0
        ? Optional.empty()
        : Optional.of(partials.pollFirstEntry().getValue());
  }

  /** Nanoseconds until a waiting pass is due; {@link Long#MAX_VALUE} where none waits. */
  long untilNext(long now) {
    if (!finals.isEmpty()) {
      return 0;
    }
    return partials.isEmpty() ? Long.MAX_VALUE : Math.max(0, restUntil - now);
  }

  /** A pass that {@link #next} gave has ended. */
  void ended(Pass pass, long started, long now) {
    restUntil = pass.isFinal() ? now : now + (now - started);
  }
}
