package dev.damso.bench;

import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import java.util.ArrayList;
import java.util.List;

/** What a mark of the timeline costs. */
public final class MarkCost {
  private static final int BATCHES = 200;
  private static final int WARM_UP = 100;
  private static final int TIMELINES = 500;

  private MarkCost() {}

  /** Nanoseconds a mark, of each batch; a reply sets each mark once. */
  public static List<Double> measure() {
    Mark[] marks = Mark.values();
    List<Double> nanos = new ArrayList<>();
    for (int batch = 0; batch < WARM_UP + BATCHES; batch++) {
      long start = System.nanoTime();
      for (int i = 0; i < TIMELINES; i++) {
        ReplyTimeline timeline = new ReplyTimeline(System::nanoTime);
        for (Mark mark : marks) {
          timeline.mark(mark);
        }
      }
      double each = (System.nanoTime() - start) / ((double) TIMELINES * marks.length);
      if (batch >= WARM_UP) {
        nanos.add(each);
      }
    }
    return nanos;
  }
}
