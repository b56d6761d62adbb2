package dev.damso.bench;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What was measured.
 *
 * @param sessions conversations at a time
 * @param first each caller's first turn, of stages that are warm but of a conversation that is not
 * @param turns the others
 * @param bargeInMs from an interruption's first sample to the answer's last
 * @param lateMs of each packet of sound, against the earliest
 * @param meters what the stages took, all conversations together
 * @param seconds it lasted
 * @param cores processors that were busy on average, callers included
 * @param memoryMb resident at its end
 */
public record Run(
    int sessions,
    List<Turn> first,
    List<Turn> turns,
    List<Double> bargeInMs,
    int bargeIns,
    List<Double> lateMs,
    Meters meters,
    double seconds,
    double cores,
    double memoryMb) {
  /** The measured values of all turns but the first. */
  List<Double> values(Function<Turn, OptionalDouble> measure) {
    return values(turns, measure);
  }

  static List<Double> values(Collection<Turn> turns, Function<Turn, OptionalDouble> measure) {
    return turns.stream()
        .map(measure)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  /** Turns without an answer. */
  public long missed() {
    return turns.stream().filter(turn -> turn.heardNanos().isEmpty()).count();
  }

  /** Turns that were answered before they were over. */
  public long cut() {
    return turns.stream().filter(Turn::cut).count();
  }
}
