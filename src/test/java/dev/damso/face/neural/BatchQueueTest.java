package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class BatchQueueTest {
  private static final long MS = 1_000_000;
  private final BatchQueue queue = new BatchQueue();

  private LipJob job(Object line, boolean first, long at) {
    return new LipJob(line, List.of(), first, at, new CompletableFuture<>());
  }

  private void offer(Object line, int count, long at) {
    for (int i = 0; i < count; i++) {
      assertThat(queue.offer(job(line, false, at))).isTrue();
    }
  }

  @Test
  void theFirstMouthsOfAnUtteranceGoAtOnceAndTwoAtMost() {
    queue.offer(job("a", true, 0));
    queue.offer(job("a", true, 0));
    offer("a", 6, 0);
    assertThat(queue.next(0, 8)).hasSize(2).allMatch(LipJob::first);
    assertThat(queue.next(0, 8)).isEmpty();
  }

  @Test
  void othersWaitFiveMillisecondsForCompany() {
    offer("a", 3, 0);
    assertThat(queue.next(4 * MS, 8)).isEmpty();
    assertThat(queue.dueIn(4 * MS, 8)).isEqualTo(MS);
    offer("b", 2, 4 * MS);
    assertThat(queue.next(5 * MS, 8)).extracting(LipJob::line).containsOnly("a", "b").hasSize(5);
  }

  @Test
  void aFullBatchDoesNotWait() {
    offer("a", 8, 0);
    assertThat(queue.dueIn(0, 8)).isZero();
    assertThat(queue.next(0, 8)).hasSize(8);
    assertThat(queue.dueIn(0, 8)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aFloodStarvesNobody() {
    offer("flood", BatchQueue.PER_LINE, 0);
    offer("a", 2, 0);
    offer("b", 2, 0);
    assertThat(queue.next(0, 8)).extracting(LipJob::line).contains("a", "a", "b", "b");
    assertThat(queue.next(0, 8)).hasSize(8);
    offer("flood", 4, 0);
    assertThat(queue.offer(job("a", false, 0))).isTrue();
  }

  @Test
  void aLineHasSoManyWaitingAndNoMore() {
    offer("a", BatchQueue.PER_LINE, 0);
    assertThat(queue.offer(job("a", false, 0))).isFalse();
    assertThat(queue.offer(job("b", false, 0))).isTrue();
  }

  @Test
  void whatNobodyWaitsForIsNotDrawn() {
    LipJob gone = job("a", false, 0);
    queue.offer(gone);
    gone.mouth().cancel(false);
    assertThat(queue.next(9 * MS, 8)).isEmpty();
    offer("a", 1, 0);
    queue.close("a");
    assertThat(queue.dueIn(0, 8)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aFailedBatchComesFirstAgainInItsOrder() {
    offer("a", 2, 0);
    List<LipJob> batch = queue.next(5 * MS, 8);
    offer("a", 1, 0);
    queue.putBack(batch);
    assertThat(queue.next(5 * MS, 8)).startsWith(batch.toArray(LipJob[]::new)).hasSize(3);
  }
}
