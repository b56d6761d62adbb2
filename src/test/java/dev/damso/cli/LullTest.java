package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.conversation.ConversationEvent;
import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class LullTest {
  private long nowMs = 1000;
  private final Lull lull = new Lull(() -> nowMs);
  private final List<ConversationEvent> seen = new ArrayList<>();
  private final Consumer<ConversationEvent> conversation = lull.watching(seen::add);

  @Test
  void workStopsWhenSomebodySpeaksAndWaits() {
    assertThat(lull.waitMs()).isZero();
    Cancellation work = lull.begin();
    assertThat(work.isCancelled()).isFalse();
    ConversationEvent event = new ConversationEvent.UserPartial("", "지금");
    conversation.accept(event);
    assertThat(work.isCancelled()).isTrue();
    assertThat(seen).containsExactly(event);
    assertThat(lull.waitMs()).isEqualTo(3000);
    nowMs += 2999;
    assertThat(lull.begin().isCancelled()).isTrue();
    nowMs += 1;
    assertThat(lull.waitMs()).isZero();
    assertThat(lull.begin().isCancelled()).isFalse();
  }
}
