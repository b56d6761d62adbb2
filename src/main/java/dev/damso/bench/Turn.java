package dev.damso.bench;

import dev.damso.bench.fixed.FixedProviders;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One utterance and its answer. Times by {@link System#nanoTime}.
 *
 * @param spokenNanos when the caller's last speech sample was spoken
 * @param windowMs until the window of voice activity detection that holds that sample is full
 * @param cut whether an answer was heard before the caller had finished
 * @param heardNanos when the answer's first sample left the receiver's decoder, or empty
 * @param movedNanos when the first picture with a moving mouth did
 * @param timeline of the reply, or empty where none was made
 */
record Turn(
    Utterance utterance,
    long spokenNanos,
    double windowMs,
    boolean cut,
    OptionalLong heardNanos,
    OptionalLong movedNanos,
    List<ReplyTimeline> timeline) {
  /** The steps that a caller waits for, in order, and what the wait for each is called. */
  private static final Map<Mark, String> STEPS = steps();

  private static Map<Mark, String> steps() {
    Map<Mark, String> steps = new LinkedHashMap<>();
    steps.put(Mark.SPEECH_END, "hearing");
    steps.put(Mark.TURN_END, "turn");
    steps.put(Mark.TRANSCRIPT, "stt");
    steps.put(Mark.FIRST_TOKEN, "llm_ttft");
    steps.put(Mark.FIRST_CLAUSE, "clause");
    steps.put(Mark.FIRST_AUDIO, "tts");
    steps.put(Mark.PLAYOUT_START, "playout");
    return steps;
  }

  /** Milliseconds from the last speech sample to the answer's first. */
  OptionalDouble latencyMs() {
    return since(heardNanos);
  }

  /** Milliseconds from the last speech sample to the first picture with a moving mouth. */
  OptionalDouble pictureMs() {
    return since(movedNanos);
  }

  private OptionalDouble since(OptionalLong nanos) {
    return cut || nanos.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((nanos.getAsLong() - spokenNanos) / 1e6);
  }

  /**
   * The latency, cut at the steps of the reply; the parts add up to it. What was done on
   * speculation takes nothing. {@code hearing} is the way to the server and the jitter buffer
   * there, less what voice activity takes for silence already; {@code delivery} the way back.
   */
  Map<String, Double> breakdown() {
    Map<String, Double> parts = new LinkedHashMap<>();
    if (latencyMs().isEmpty() || timeline.isEmpty()) {
      return parts;
    }
    Map<Mark, Long> marks = timeline.getFirst().nanos();
    long at = spokenNanos;
    for (Map.Entry<Mark, String> step : STEPS.entrySet()) {
      Long reached = marks.get(step.getKey());
      if (reached == null) {
        continue;
      }
      // The end of speech may be put before the last sample; every other step only adds.
      long next = step.getKey() == Mark.SPEECH_END ? reached : Math.max(at, reached);
      parts.put(step.getValue(), (next - at) / 1e6);
      at = next;
    }
    parts.put("delivery", (heardNanos.getAsLong() - at) / 1e6);
    return parts;
  }

  /**
   * Turn latency less the wait for the turn's end less the delays of the {@link FixedProviders}:
   * what Damso itself adds, or, by working before the turn has ended, saves.
   */
  OptionalDouble overheadMs() {
    OptionalDouble wait = mark(Mark.TURN_END);
    return latencyMs().isEmpty() || wait.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            latencyMs().getAsDouble() - wait.getAsDouble() - FixedProviders.TOTAL_MS);
  }

  /**
   * The same without what is saved: the latency less the earliest at which these providers could
   * have been heard, asked as early as they were.
   */
  OptionalDouble pathOverheadMs() {
    OptionalDouble asked = mark(Mark.STT_START);
    OptionalDouble ended = mark(Mark.TURN_END);
    if (latencyMs().isEmpty() || asked.isEmpty() || ended.isEmpty()) {
      return OptionalDouble.empty();
    }
    double earliest = Math.max(ended.getAsDouble(), asked.getAsDouble() + FixedProviders.TOTAL_MS);
    return OptionalDouble.of(latencyMs().getAsDouble() - earliest);
  }

  /** Milliseconds from the last speech sample to a step. */
  private OptionalDouble mark(Mark mark) {
    Long nanos = timeline.isEmpty() ? null : timeline.getFirst().nanos().get(mark);
    return nanos == null ? OptionalDouble.empty() : OptionalDouble.of((nanos - spokenNanos) / 1e6);
  }

  /** Milliseconds from the first packet with speech to the receiver's decoder. */
  OptionalDouble downlinkMs() {
    OptionalDouble sent = mark(Mark.FIRST_PACKET);
    return latencyMs().isEmpty() || sent.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, latencyMs().getAsDouble() - sent.getAsDouble()));
  }
}
