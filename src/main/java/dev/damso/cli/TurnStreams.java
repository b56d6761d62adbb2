package dev.damso.cli;

import dev.damso.conversation.Ear;
import dev.damso.media.MediaTime;
import dev.damso.telemetry.Percentiles;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnDetector;
import dev.damso.turn.TurnEvent;
import dev.damso.vad.SileroModel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Conversations side by side, in real time, each on its thread: voice activity, turns and verdicts,
 * without recognition.
 */
final class TurnStreams {
  private static final int TICK = Ear.SAMPLE_RATE / 50;
  private static final long TICK_NANOS = 20_000_000;

  private final SileroModel vad;
  private final CompletenessModel completeness;
  private final Supplier<TurnDetector> detectors;
  private final List<Double> tickMs = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> lateMs = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> verdictMs = Collections.synchronizedList(new ArrayList<>());

  TurnStreams(SileroModel vad, CompletenessModel completeness, Supplier<TurnDetector> detectors) {
    this.vad = vad;
    this.completeness = completeness;
    this.detectors = detectors;
  }

  /** Hears {@code sound} for {@code seconds} in {@code count} streams, each from another place. */
  Map<String, Object> run(int count, float[] sound, int seconds) throws InterruptedException {
    long cpu = cpuNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int offset = (int) ((long) sound.length * i / count);
      threads.add(
          Thread.ofPlatform().name("stream-" + i).start(() -> hear(sound, offset, seconds)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("streams", count);
    result.put("tick_ms", Percentiles.of(tickMs).toMap());
    result.put("late_ms", Percentiles.of(lateMs).toMap());
    result.put("latest_ms", Json.round(Collections.max(lateMs)));
    if (!verdictMs.isEmpty()) {
      result.put("verdict_ms", Percentiles.of(verdictMs).toMap());
      result.put("verdicts", verdictMs.size());
    }
    result.put("cores", Json.round((cpuNanos() - cpu) / 1e9 / seconds));
    return result;
  }

  private void hear(float[] sound, int offset, int seconds) {
    Ear ear = new Ear(vad.newDetector(), detectors.get());
    long start = System.nanoTime();
    for (int tick = 0; tick < seconds * 50; tick++) {
      long due = start + (tick + 1) * TICK_NANOS;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      long began = System.nanoTime();
      int from = (int) ((offset + (long) tick * TICK) % (sound.length - TICK));
      for (TurnEvent event : ear.listen(Arrays.copyOfRange(sound, from, from + TICK))) {
        if (event instanceof TurnEvent.VerdictWanted wanted) {
          judge(ear, wanted);
        }
      }
      long ended = System.nanoTime();
      tickMs.add((ended - began) / 1e6);
      lateMs.add((ended - due) / 1e6);
    }
  }

  private void judge(Ear ear, TurnEvent.VerdictWanted wanted) {
    long asked = System.nanoTime();
    var _ =
        completeness
            .judge(ear.since(MediaTime.ofMillis(Math.max(0, (long) wanted.at().millis() - 8_000))))
            .thenAccept(verdict -> verdictMs.add((System.nanoTime() - asked) / 1e6));
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
