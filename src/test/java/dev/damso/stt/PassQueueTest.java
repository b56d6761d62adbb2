package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.stt.PassQueue.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PassQueueTest {
  private static final long MS = 1_000_000;

  private final PassQueue queue = new PassQueue();

  private static Pass pass(String stream, boolean isFinal) {
    return new Pass(stream, isFinal, () -> {}, new CompletableFuture<Void>());
  }

  @Test
  void finalPassesGoFirst() {
    Pass partial = pass("a", false);
    Pass first = pass("b", true);
    Pass second = pass("c", true);
    queue.offer(partial);
    queue.offer(first);
    queue.offer(second);
    assertThat(queue.next(0)).contains(first);
    assertThat(queue.next(0)).contains(second);
    assertThat(queue.next(0)).contains(partial);
    assertThat(queue.next(0)).isEmpty();
  }

  @Test
  void theLatestPassOfAStreamReplacesItsEarlierOne() {
    Pass later = pass("a", false);
    queue.offer(pass("a", false));
    queue.offer(later);
    assertThat(queue.next(0)).contains(later);
    assertThat(queue.next(0)).isEmpty();
  }

  @Test
  void restsAsLongAsAPartialPassTook() {
    Pass first = pass("a", false);
    queue.ended(first, 0, 100 * MS);
    queue.offer(first);
    assertThat(queue.next(199 * MS)).isEmpty();
    assertThat(queue.untilNext(150 * MS)).isEqualTo(50 * MS);
    assertThat(queue.next(200 * MS)).contains(first);
  }

  @Test
  void aFinalPassDoesNotWaitForTheRest() {
    queue.ended(pass("a", false), 0, 100 * MS);
    Pass last = pass("b", true);
    queue.offer(last);
    assertThat(queue.untilNext(100 * MS)).isZero();
    assertThat(queue.next(100 * MS)).contains(last);
  }

  @Test
  void whatIsGivenUpIsCancelled() {
    Pass waiting = pass("a", true);
    queue.offer(waiting);
    queue.clear();
    assertThat(waiting.result()).isCancelled();
    assertThat(queue.untilNext(0)).isEqualTo(Long.MAX_VALUE);
  }

  /** Ten people speak; a pass takes 150 ms; every 5 s each of them asks for a final text. */
  @Test
  void tenStreamsShareFairlyAndLoseNoFinal() {
    Random random = new Random(7);
    Map<Object, Integer> partials = new HashMap<>();
    List<Long> waits = new ArrayList<>();
    Map<Object, Long> askedAt = new HashMap<>();
    int asked = 0;
    long busyUntil = 0;
    for (long now = 0; now < 60_000 * MS; now += 10 * MS) {
      for (int stream = 0; stream < 10; stream++) {
        String name = "s" + stream;
        if (now / MS % 300 == stream * 30L) {
          queue.offer(pass(name, false));
        }
        if (now / MS % 5_000 == stream * 490L) {
          queue.offer(pass(name, true));
          askedAt.put(name, now);
          asked++;
        }
      }
      if (now >= busyUntil) {
        Pass next = queue.next(now).orElse(null);
        if (next != null) {
          long started = now;
          busyUntil = now + (120 + random.nextInt(60)) * MS;
          queue.ended(next, started, busyUntil);
          if (next.isFinal()) {
            waits.add((now - askedAt.getOrDefault(next.stream(), 0L)) / MS);
          } else {
            partials.merge(next.stream(), 1, Integer::sum);
          }
        }
      }
    }
    assertThat(waits).hasSize(asked).allMatch(wait -> wait <= 360);
    assertThat(partials).hasSize(10);
    int most = partials.values().stream().max(Integer::compare).orElseThrow();
    int least = partials.values().stream().min(Integer::compare).orElseThrow();
    assertThat(most - least).isLessThanOrEqualTo(2);
  }
}
