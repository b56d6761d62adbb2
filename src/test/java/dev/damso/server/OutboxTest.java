package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();

  private String next() throws InterruptedException {
    return String.valueOf(written.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void writesInOrderAndNothingAfterTheLast() throws InterruptedException {
    Outbox outbox = new Outbox();
    outbox.add(() -> written.add("one"));
    outbox.addLast(() -> written.add("two"));
    outbox.add(() -> written.add("three"));
    assertThat(next()).isEqualTo("one");
    assertThat(next()).isEqualTo("two");
    assertThat(outbox.join()).isTrue();
    assertThat(written).isEmpty();
  }

  @Test
  void aPageThatDoesNotReadIsGivenUpAndHoldsUpNobody() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Outbox outbox = new Outbox();
    outbox.add(() -> written.add("begun"));
    assertThat(next()).isEqualTo("begun");
    for (int i = 0; i < 2 * Outbox.CAPACITY; i++) {
      outbox.add(() -> {
        try {
          never.await();
        } catch (InterruptedException e) {
          written.add("interrupted");
          Thread.currentThread().interrupt();
        }
      });
    }
    assertThat(next()).isEqualTo("interrupted");
    assertThat(outbox.join()).isTrue();
  }
}
