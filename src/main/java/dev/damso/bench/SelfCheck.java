package dev.damso.bench;

import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.telemetry.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether the bench measures what it says: each utterance is asked twice, once with the answer held
 * back for a known time, which must be the difference; and silence must have no answer.
 */
public final class SelfCheck {
  /** How long every other answer is held back. */
  public static final int DELAY_MS = 100;

  /** What the difference may be off by. */
  public static final double TOLERANCE_MS = 5;

  private static final int LISTEN_MS = 400;

  private SelfCheck() {}

  /**
   * What was found.
   *
   * @param differences of the turn latency, held back less not, of each utterance
   */
  public record Outcome(List<Double> differences, boolean silenceAnswered) {
    /** The delay as it was measured: the median. */
    public double delayMs() {
      return Percentiles.of(differences).p50();
    }

    /** Whether the bench may be believed. */
    public boolean passed() {
      return Math.abs(delayMs() - DELAY_MS) <= TOLERANCE_MS && !silenceAnswered;
    }
  }

  /**
   * @param stages with fixed providers; not closed by this
   * @param utterances at least one
   */
  public static Outcome run(Stages stages, ReplySettings settings, List<Utterance> utterances)
      throws InterruptedException {
    List<Double> differences = new ArrayList<>();
    try (Pacer pacer = new Pacer()) {
      DelayedLine line = new DelayedLine(new InProcessLine(stages, settings, pacer));
      try (Caller caller = new Caller(line, LISTEN_MS, MouthWatch.shut())) {
        caller.open(1_000);
        for (Utterance utterance : utterances) {
          OptionalDouble plain = latency(caller, line, utterance, 0);
          OptionalDouble held = latency(caller, line, utterance, DELAY_MS);
          if (plain.isPresent() && held.isPresent()) {
            differences.add(held.getAsDouble() - plain.getAsDouble());
          }
        }
        line.delay(0);
        Turn silence = caller.ask(silence());
        return new Outcome(differences, silence.heardNanos().isPresent());
      }
    }
  }

  private static OptionalDouble latency(
      Caller caller, DelayedLine line, Utterance utterance, int delayMs)
      throws InterruptedException {
    line.delay(delayMs);
    return caller.ask(utterance).latencyMs();
  }

  /** Two seconds of nothing. */
  static Utterance silence() {
    return new Utterance("silence", "", true, new short[2 * Utterance.SAMPLE_RATE], 500, 1_500);
  }
}
