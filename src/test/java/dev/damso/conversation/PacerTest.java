package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PacerTest {
  @Test
  void theSoundOfAllLeavesBeforeOthersGetTheirWork() throws InterruptedException {
    List<String> calls = new CopyOnWriteArrayList<>();
    CountDownLatch ticks = new CountDownLatch(40);
    try (Pacer pacer = new Pacer()) {
      for (int i = 0; i < 3; i++) {
        pacer.add(member(calls, ticks));
      }
      ticks.await();
    }
    // A member may join between two phases, so the first round is not looked at.
    String order = String.join("", calls);
    assertThat(order.substring(order.indexOf("ttt"))).matches("(tttddd)+t{0,3}d{0,3}");
  }

  private static Pacer.Paced member(List<String> calls, CountDownLatch ticks) {
    return new Pacer.Paced() {
      @Override
      public void tick() {
        calls.add("t");
        ticks.countDown();
      }

      @Override
      public void ticked() {
        calls.add("d");
      }
    };
  }

  @Test
  void oneThatFailsLosesItsTicksAndTheOthersKeepTheirs() throws InterruptedException {
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch ticks = new CountDownLatch(5);
    try (Pacer pacer = new Pacer()) {
      pacer.add(
          new Pacer.Paced() {
            @Override
            public void tick() {
              failed.incrementAndGet();
              throw new IllegalStateException("a fault, for the test");
            }

            @Override
            public void ticked() {}
          });
      pacer.add(member(new CopyOnWriteArrayList<>(), ticks));
      ticks.await();
    }
    assertThat(failed).hasValue(1);
  }
}
