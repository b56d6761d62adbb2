package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LipEngineTest {
  private final FakeDevice gpu = new FakeDevice("gpu");
  private final FakeDevice cpu = new FakeDevice("cpu");
  private final ConcurrentLinkedQueue<String> notices = new ConcurrentLinkedQueue<>();

  private LipEngine engine(FakeDevice... devices) {
    List<Supplier<LipDevice>> ladder = new ArrayList<>();
    for (FakeDevice device : devices) {
      ladder.add(() -> device);
    }
    return new LipEngine(FakeDevice.MODEL, ladder, notices::add);
  }

  private static void assertDrawn(CompletableFuture<byte[]> mouth, int id) throws Exception {
    assertThat(mouth.get(20, TimeUnit.SECONDS)).hasSize(48).containsOnly((byte) id);
  }

  /** Four conversations at once; each gets its own mouths, in whatever batches they were drawn. */
  private static void converse(LipEngine engine, int rounds) throws Exception {
    List<Thread> lines = new ArrayList<>();
    ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    for (int line = 0; line < 4; line++) {
      int from = line * 60;
      lines.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int round = 0; round < rounds; round++) {
                    List<CompletableFuture<byte[]>> mouths = new ArrayList<>();
                    for (int i = 0; i < 12; i++) {
                      int id = from + (round * 12 + i) % 60;
                      mouths.add(engine.draw(from, FakeDevice.input(id), i < 2));
                    }
                    for (int i = 0; i < 12; i++) {
                      assertDrawn(mouths.get(i), from + (round * 12 + i) % 60);
                    }
                  }
                } catch (Throwable e) {
                  wrong.add(e);
                }
              }));
    }
    for (Thread line : lines) {
      line.join();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void conversationsShareBatchesAndNothingRaces() throws Exception {
    try (LipEngine engine = engine(gpu)) {
      converse(engine, 200);
    }
    assertThat(gpu.raced).isFalse();
    assertThat(gpu.batches).contains(4, 8);
    assertThat(gpu.closed).isTrue();
  }

  @Test
  void outOfMemoryMakesBatchesSmaller() throws Exception {
    try (LipEngine engine = engine(gpu, cpu)) {
      gpu.memoryForBatch = 2;
      converse(engine, 20);
      assertThat(engine.deviceName()).isEqualTo("gpu");
    }
    assertThat(notices).anyMatch(notice -> notice.contains("batches of 2"));
    assertThat(gpu.batches.getLast()).isLessThanOrEqualTo(2);
  }

  @Test
  void withoutMemoryForOneTheNextDeviceGoesOn() throws Exception {
    try (LipEngine engine = engine(gpu, cpu)) {
      gpu.memoryForBatch = 0;
      converse(engine, 20);
      assertThat(engine.deviceName()).isEqualTo("cpu");
    }
    assertThat(notices).anyMatch(notice -> notice.contains("cpu goes on"));
  }

  @Test
  void aDeviceThatVanishesLosesNoMouth() throws Exception {
    try (LipEngine engine = engine(gpu, cpu)) {
      gpu.diesAfter = 25;
      converse(engine, 50);
      assertThat(engine.deviceName()).isEqualTo("cpu");
    }
    assertThat(cpu.raced || gpu.raced).isFalse();
  }

  @Test
  void aDeviceThatVanishesBeforeItGivesThemLosesNoMouth() throws Exception {
    try (LipEngine engine = engine(gpu, cpu)) {
      gpu.fetchFails = true;
      converse(engine, 20);
      assertThat(engine.deviceName()).isEqualTo("cpu");
    }
  }

  @Test
  void aDeviceThatCannotStartIsPassedOver() {
    gpu.diesAfter = 0;
    try (LipEngine engine = engine(gpu, cpu)) {
      assertThat(engine.deviceName()).isEqualTo("cpu");
    }
  }

  @Test
  void afterTheLastDeviceMouthsFailRatherThanHang() {
    try (LipEngine engine = engine(gpu)) {
      gpu.diesAfter = 0;
      assertThatThrownBy(
              () -> engine.draw("a", FakeDevice.input(1), true).get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(DeviceFailure.class);
      assertThat(engine.deviceName()).isEmpty();
      assertThat(engine.draw("a", FakeDevice.input(1), true)).isCompletedExceptionally();
    }
  }
}
