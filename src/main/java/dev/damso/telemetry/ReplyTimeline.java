package dev.damso.telemetry;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * When each step of one reply happened. A mark is set once: later ones of the same step are
 * ignored. Thread safe.
 */
public final class ReplyTimeline {
  /** The steps of a reply, in order. */
  public enum Mark {
    /** The person's last speech. */
    SPEECH_END,
    TURN_END,
    TRANSCRIPT,
    LLM_START,
    FIRST_TOKEN,
    FIRST_CLAUSE,
    FIRST_AUDIO,
    FIRST_FRAME,
    PLAYOUT_START,
    INTERRUPTED
  }

  private final LongSupplier nanoClock;
  private final EnumMap<Mark, Long> nanos = new EnumMap<>(Mark.class);

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  public ReplyTimeline(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  public void mark(Mark mark) {
    markAt(mark, nanoClock.getAsLong());
  }

  public synchronized void markAt(Mark mark, long nanoTime) {
    nanos.putIfAbsent(mark, nanoTime);
  }

  /** Milliseconds between two marks, or empty where one is missing. */
  public synchronized OptionalDouble between(Mark from, Mark to) {
    Long a = nanos.get(from);
    Long b = nanos.get(to);
    return a == null || b == null ? OptionalDouble.empty() : OptionalDouble.of((b - a) / 1e6);
  }

  /**
   * The stage rows that these marks give, by the names of {@code damso bench}: {@code turn_ms},
   * {@code stt_ms}, {@code llm_ttft_ms}, {@code tts_ms}, {@code lipsync_ms}, {@code total_ms}. A
   * row is the time that the stage adds for the person who waits: what was done on speculation,
   * before the turn's end was decided, adds nothing. {@code head_start_ms} is by how much the
   * language model began before that.
   */
  public Map<String, Double> stages() {
    Map<String, Double> rows = new LinkedHashMap<>();
    put(rows, "turn_ms", between(Mark.SPEECH_END, Mark.TURN_END));
    put(rows, "stt_ms", added(Mark.TURN_END, Mark.TRANSCRIPT));
    put(rows, "llm_ttft_ms", added(Mark.LLM_START, Mark.FIRST_TOKEN));
    put(rows, "clause_ms", added(Mark.FIRST_TOKEN, Mark.FIRST_CLAUSE));
    put(rows, "tts_ms", added(Mark.FIRST_CLAUSE, Mark.FIRST_AUDIO));
    put(rows, "lipsync_ms", added(Mark.FIRST_AUDIO, Mark.FIRST_FRAME));
    put(rows, "total_ms", between(Mark.SPEECH_END, Mark.PLAYOUT_START));
    OptionalDouble headStart = between(Mark.LLM_START, Mark.TURN_END);
    if (headStart.isPresent() && headStart.getAsDouble() > 0) {
      put(rows, "head_start_ms", headStart);
    }
    return rows;
  }

  /** Milliseconds between two marks, as far as they lie after the end of the turn. */
  private synchronized OptionalDouble added(Mark from, Mark to) {
    Long start = nanos.get(from);
    Long end = nanos.get(to);
    if (start == null || end == null) {
      return OptionalDouble.empty();
    }
    long waiting = Math.max(start, nanos.getOrDefault(Mark.TURN_END, start));
    return OptionalDouble.of(Math.max(0, end - waiting) / 1e6);
  }

  private static void put(Map<String, Double> rows, String name, OptionalDouble value) {
    value.ifPresent(ms -> rows.put(name, Math.round(ms * 100) / 100.0));
  }
}
