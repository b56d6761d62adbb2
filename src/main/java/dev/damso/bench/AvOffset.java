package dev.damso.bench;

import dev.damso.bench.DrawnPictures.Speech;
import dev.damso.telemetry.Percentiles;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * How much later pictures are than the sound they belong to. The {@link ClickingVoice} is heard and
 * the number on a picture tells what its mouth says; both tell when the chunk began. Milliseconds,
 * positive where sound is first (ITU-R BT.1359). One thread gives clicks, another pictures.
 */
final class AvOffset {
  private static final double PERIOD = ClickingVoice.PERIOD_MS;
  private static final int CLICKS = 8;

  /** How long a receiver holds sound for its jitter; a picture that comes within is not late. */
  private static final double HELD_MS = 40;

  private final ArrayDeque<At> clicks = new ArrayDeque<>();
  private final Series shown;
  private final Series arrived;

  /**
   * @param pictures remembered at most
   */
  AvOffset(int pictures) {
    shown = new Series(pictures);
    arrived = new Series(pictures);
  }

  /**
   * When something was received.
   *
   * @param senderMs by the sender's clock, as its reports tell: what a receiver synchronises by
   * @param arrivalMs by the receiver's clock, held back by nothing
   */
  record At(double senderMs, double arrivalMs) {
    At minus(double ms) {
      return new At(senderMs - ms, arrivalMs - ms);
    }
  }

  synchronized void click(At at) {
    clicks.add(at);
    if (clicks.size() > CLICKS) {
      clicks.removeFirst();
    }
  }

  synchronized void picture(At at, Speech speech) {
    At start = at.minus(speech.atMs());
    Optional<At> click =
        clicks.stream()
            .filter(c -> c.senderMs >= start.senderMs)
            .filter(c -> c.senderMs < start.senderMs + speech.lengthMs())
            .reduce((earlier, later) -> later);
    click.ifPresent(c -> {
      double came = offset(start.arrivalMs, c.arrivalMs);
      arrived.add(came);
      double meant = offset(start.senderMs, c.senderMs);
      shown.add(meant + Math.max(0, came - meant - HELD_MS));
    });
  }

  /** Clicks are half a period and whole ones after the chunk's start. */
  private static double offset(double startMs, double clickMs) {
    return Math.IEEEremainder(startMs + PERIOD / 2 - clickMs, PERIOD);
  }

  /** Where the receiver goes by the sender's clock and holds sound for {@link #HELD_MS}. */
  List<Double> shown() {
    return shown.list();
  }

  /** As pictures and sound came. */
  List<Double> arrived() {
    return arrived.list();
  }

  /** By how much the last tenth's median differs from the first's; 0 where there is too little. */
  double drift() {
    List<Double> all = shown();
    int tenth = all.size() / 10;
    return tenth == 0
        ? 0
        : Percentiles.of(all.subList(all.size() - tenth, all.size())).p50()
            - Percentiles.of(all.subList(0, tenth)).p50();
  }
}
