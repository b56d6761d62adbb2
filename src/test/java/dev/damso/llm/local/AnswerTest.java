package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.Completion;
import dev.damso.media.Cancellation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class AnswerTest {
  private final Cancellation cancellation = new Cancellation();
  private final Answer answer = new Answer(cancellation);
  private final List<String> dealtWith = new CopyOnWriteArrayList<>();

  @Test
  void theModelWaitsForACallerThatIsBusy() {
    CompletableFuture<Completion> caller =
        CompletableFuture.supplyAsync(() -> answer.deliver(dealtWith::add));
    for (String text : List.of("네, ", "맑", "아요.")) {
      answer.text(text);
      answer.awaitCaller(() -> false);
      assertThat(dealtWith).endsWith(text);
    }
    answer.end(7, 3);
    assertThat(caller.join().text()).isEqualTo("네, 맑아요.");
  }

  @Test
  void butNotWhereItIsToGoOnNorForOneThatHasLeft() {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    CompletableFuture<Completion> caller =
        CompletableFuture.supplyAsync(() ->
            answer.deliver(text -> {
              busy.countDown();
              cancellation.onCancel(free::countDown);
              await(free);
            }));
    answer.text("네");
    await(busy);
    answer.awaitCaller(() -> true);
    assertThat(caller).isNotDone();
    cancellation.cancel();
    answer.text("맑");
    answer.awaitCaller(() -> false);
    assertThat(caller.join().text()).isEqualTo("네");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
