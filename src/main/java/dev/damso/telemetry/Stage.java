package dev.damso.telemetry;

import dev.damso.telemetry.ReplyTimeline.Mark;
import java.util.Locale;

/** The spans of a reply: what is drawn as a bar, and sent as a span of a trace. */
public enum Stage {
  TURN(Mark.SPEECH_END, Mark.TURN_END),
  STT(Mark.STT_START, Mark.TRANSCRIPT),
  /** To the first token. */
  LLM(Mark.LLM_START, Mark.FIRST_TOKEN),
  /** From there until the first clause is written. */
  CLAUSE(Mark.FIRST_TOKEN, Mark.FIRST_CLAUSE),
  TTS(Mark.FIRST_CLAUSE, Mark.FIRST_AUDIO),
  LIPSYNC(Mark.FIRST_AUDIO, Mark.FIRST_FRAME),
  /** What the voice waits for its turn, and for the next tick of 20 ms. */
  PLAYOUT(Mark.FIRST_AUDIO, Mark.PLAYOUT_START),
  PACKET(Mark.PLAYOUT_START, Mark.FIRST_PACKET),
  SPEAKING(Mark.PLAYOUT_START, Mark.FINISHED);

  private final Mark from;
  private final Mark to;

  Stage(Mark from, Mark to) {
    this.from = from;
    this.to = to;
  }

  public Mark from() {
    return from;
  }

  public Mark to() {
    return to;
  }

  /** As metrics, traces and the page name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
