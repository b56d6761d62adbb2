package dev.damso.telemetry;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * When each step of one reply happened: the one record that metrics, traces, the page and {@code
 * damso bench} are made of. A mark is set once: later ones of the same step are ignored. Thread
 * safe; a mark costs some tens of nanoseconds.
 */
public final class ReplyTimeline {
  /** The steps of a reply, in the order in which they come where nothing is done beforehand. */
  public enum Mark {
    /** The person's last speech. */
    SPEECH_END,
    /** The recogniser was asked for the final text. */
    STT_START,
    TURN_END,
    TRANSCRIPT,
    LLM_START,
    FIRST_TOKEN,
    FIRST_CLAUSE,
    FIRST_AUDIO,
    /** The first picture of the reply's first speech is coded. */
    FIRST_FRAME,
    /** The first block of speech is taken from the playout. */
    PLAYOUT_START,
    /** The first packet with speech has been handed to the network. */
    FIRST_PACKET,
    INTERRUPTED,
    /** Nothing of the reply sounds any more. */
    FINISHED
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

  public synchronized boolean has(Mark mark) {
    return nanos.containsKey(mark);
  }

  /** What was marked so far, by the clock that it was made with. */
  public synchronized Map<Mark, Long> nanos() {
    return new EnumMap<>(nanos);
  }

  /** Milliseconds between two marks, or empty where one is missing. */
  public synchronized OptionalDouble between(Mark from, Mark to) {
    Long a = nanos.get(from);
    Long b = nanos.get(to);
    return a == null || b == null ? OptionalDouble.empty() : OptionalDouble.of((b - a) / 1e6);
  }

  /**
   * The stage rows that these marks give, by the names of {@code damso bench}: {@code turn_ms},
   * {@code stt_ms}, {@code llm_ttft_ms}, {@code clause_ms}, {@code tts_ms}, {@code lipsync_ms},
   * {@code total_ms}. A row is the time that the stage adds for the person who waits: what was done
   * on speculation, before the turn's end was decided, adds nothing. {@code head_start_ms} is by
   * how much the language model began before that.
   */
  public Map<String, Double> stages() {
    Map<String, Double> rows = new LinkedHashMap<>();
    put(rows, "turn_ms", between(Mark.SPEECH_END, Mark.TURN_END));
    put(rows, "stt_ms", added(Stage.STT));
    put(rows, "llm_ttft_ms", added(Stage.LLM));
    put(rows, "clause_ms", added(Stage.CLAUSE));
    put(rows, "tts_ms", added(Stage.TTS));
    put(rows, "lipsync_ms", added(Stage.LIPSYNC));
    put(rows, "total_ms", between(Mark.SPEECH_END, Mark.PLAYOUT_START));
    OptionalDouble headStart = between(Mark.LLM_START, Mark.TURN_END);
    if (headStart.isPresent() && headStart.getAsDouble() > 0) {
      put(rows, "head_start_ms", headStart);
    }
    return rows;
  }

  /** Milliseconds of a stage, as far as they lie after the end of the turn. */
  private OptionalDouble added(Stage stage) {
    OptionalDouble whole = between(stage.from(), stage.to());
    OptionalDouble late = between(Mark.TURN_END, stage.to());
    if (whole.isEmpty() || late.isEmpty()) {
      return whole;
    }
    return OptionalDouble.of(Math.max(0, Math.min(whole.getAsDouble(), late.getAsDouble())));
  }

  private static void put(Map<String, Double> rows, String name, OptionalDouble value) {
    value.ifPresent(ms -> rows.put(name, Math.round(ms * 100) / 100.0));
  }
}
