package dev.damso.face.neural;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which mouths are drawn together. The first of an utterance go at once, two of a line at most; the
 * others wait up to {@link #WINDOW_NANOS} for company, so that conversations share a batch. Lines
 * take turns, one mouth each, whatever they have waiting: none starves another. A line may have
 * {@link #PER_LINE} waiting, what is more is refused. Not thread safe.
 */
final class BatchQueue {
  static final long WINDOW_NANOS = 5_000_000;
  static final int PER_LINE = 16;

  private static final int FIRST = 2;

  /** Waiting mouths by line; the line whose turn it is comes first. */
  private final Map<Object, Deque<LipJob>> lines = new LinkedHashMap<>();

  private int waiting;

  /** Whether there was room. */
  boolean offer(LipJob job) {
    Deque<LipJob> line = lines.computeIfAbsent(job.line(), key -> new ArrayDeque<>());
    if (line.size() >= PER_LINE) {
      return false;
    }
    line.add(job);
    waiting++;
    return true;
  }

  /** Puts a batch that failed back, before all others. */
  void putBack(List<LipJob> batch) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      LipJob job = batch.get(i);
      lines.computeIfAbsent(job.line(), key -> new ArrayDeque<>()).addFirst(job);
      waiting++;
    }
  }

  /**
   * The batch to draw now.
   *
   * @param limit mouths at most
   * @return empty where nothing is due
   */
  List<LipJob> next(long now, int limit) {
    forget(job -> job.mouth().isDone());
    if (lines.values().stream().anyMatch(line -> line.getFirst().first())) {
      return take(limit, FIRST, LipJob::first);
    }
    return waiting >= limit || oldest(now) >= WINDOW_NANOS
        ? take(limit, Integer.MAX_VALUE, job -> true)
        : List.of();
  }

  /** Nanoseconds until {@link #next} has something; {@link Long#MAX_VALUE} where nothing waits. */
  long dueIn(long now, int limit) {
    if (waiting == 0) {
      return Long.MAX_VALUE;
    }
    boolean urgent = lines.values().stream().anyMatch(line -> line.getFirst().first());
    return urgent || waiting >= limit ? 0 : Math.max(0, WINDOW_NANOS - oldest(now));
  }

  /** Drops what a line had waiting. */
  void close(Object line) {
    forget(job -> job.line().equals(line));
  }

  List<LipJob> drain() {
    return take(Integer.MAX_VALUE, Integer.MAX_VALUE, job -> true);
  }

  private long oldest(long now) {
    return lines.values().stream()
        .mapToLong(line -> now - line.getFirst().arrivedNanos())
        .max()
        .orElse(0);
  }

  private List<LipJob> take(int limit, int perLine, Predicate<LipJob> wanted) {
    List<LipJob> batch = new ArrayList<>();
    for (int round = 0; round < perLine && batch.size() < limit; round++) {
      int before = batch.size();
      for (Object line : List.copyOf(lines.keySet())) {
        Deque<LipJob> jobs = lines.get(line);
        if (batch.size() == limit || jobs == null || !wanted.test(jobs.getFirst())) {
          continue;
        }
        batch.add(jobs.removeFirst());
        waiting--;
        // To the end of the row.
        lines.remove(line);
        if (!jobs.isEmpty()) {
          lines.put(line, jobs);
        }
      }
      if (batch.size() == before) {
        break;
      }
    }
    return batch;
  }

  private void forget(Predicate<LipJob> gone) {
    lines
        .values()
        .removeIf(line -> {
          int before = line.size();
          line.removeIf(gone);
          waiting -= before - line.size();
          return line.isEmpty();
        });
  }
}
