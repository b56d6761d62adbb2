package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.face.neural.BatchBuffer.Owner;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Frames and buffers have one owner, whatever order the workers run in. */
final class OwnershipTest {
  @Test
  void aFrameIsUsedByOneAtATime() {
    FrameRing ring = new FrameRing();
    int first = ring.claim(2);
    int second = ring.claim(8);
    assertThat(ring.claim(1)).isEqualTo(-1);
    assertThatThrownBy(() -> ring.fetched(first, 2)).isInstanceOf(IllegalStateException.class);
    ring.drawn(first, 2);
    assertThatThrownBy(() -> ring.drawn(first, 2)).isInstanceOf(IllegalStateException.class);
    assertThat(ring.claim(1)).isEqualTo(-1);
    ring.fetched(first, 2);
    assertThat(ring.claim(2)).isEqualTo(first);
    ring.abandon(second, 8);
    assertThat(ring.claim(8)).isEqualTo(second);
  }

  @Test
  void noOrderOfStepsGivesAFrameTwoOwners() {
    Random random = new Random(1);
    for (int run = 0; run < 2_000; run++) {
      FrameRing ring = new FrameRing();
      List<int[]> drawing = new ArrayList<>();
      List<int[]> drawn = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(4)) {
          case 0 -> {
            int count = 1 << random.nextInt(4);
            int first = ring.claim(count);
            if (first >= 0) {
              drawing.add(new int[] {first, count});
            }
          }
          case 1 ->
              move(
                  random,
                  drawing,
                  batch -> {
                    ring.drawn(batch[0], batch[1]);
                    drawn.add(batch);
                  });
          case 2 -> move(random, drawn, batch -> ring.fetched(batch[0], batch[1]));
          default -> move(random, drawing, batch -> ring.abandon(batch[0], batch[1]));
        }
        Set<Integer> used = new HashSet<>();
        for (List<int[]> batches : List.of(drawing, drawn)) {
          for (int[] batch : batches) {
            for (int i = batch[0]; i < batch[0] + batch[1]; i++) {
              assertThat(used.add(i)).as("frame %d has one owner", i).isTrue();
            }
          }
        }
      }
    }
  }

  private static void move(
      Random random, List<int[]> from, java.util.function.Consumer<int[]> how) {
    if (!from.isEmpty()) {
      how.accept(from.remove(random.nextInt(from.size())));
    }
  }

  @Test
  void aBufferIsTouchedByItsOwnerOnly() {
    MemorySegment memory = MemorySegment.ofArray(new byte[64]);
    BatchBuffer buffer = new BatchBuffer(List.of(memory), memory, 8);
    assertThatThrownBy(buffer::deliver).isInstanceOf(IllegalStateException.class);
    buffer.pass(Owner.STAGER, Owner.DEVICE);
    assertThatThrownBy(() -> buffer.fill(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> buffer.pass(Owner.STAGER, Owner.DEVICE))
        .isInstanceOf(IllegalStateException.class);
    buffer.pass(Owner.DEVICE, Owner.FETCHER);
    buffer.deliver();
  }
}
