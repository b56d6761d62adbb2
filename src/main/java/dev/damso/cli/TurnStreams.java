package dev.damso.cli;

import dev.damso.stt.SpeechToText;
import dev.damso.telemetry.Percentiles;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnSettings;
import dev.damso.vad.SileroModel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Conversations side by side, in real time, each on its thread, with the same models: whether they
 * keep up, and what becomes of their words.
 */
record TurnStreams(
    SileroModel vad,
    SpeechToText recognizer,
    CompletenessModel completeness,
    TurnSettings settings) {

  /** Hears {@code sound} for {@code seconds} in {@code count} streams, each from another place. */
  Map<String, Object> run(int count, float[] sound, int seconds) throws InterruptedException {
    long cpu = cpuNanos();
    List<TurnStream> streams = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TurnStream stream = new TurnStream(this, sound, (int) ((long) sound.length * i / count));
      streams.add(stream);
      threads.add(Thread.ofPlatform().name("stream-" + i).start(() -> stream.hear(seconds)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("streams", count);
    result.put("tick_ms", percentiles(streams, stream -> stream.tickMs().stream()));
    result.put("late_ms", percentiles(streams, stream -> stream.lateMs().stream()));
    result.put("turns", sum(streams, TurnStream::turns));
    result.put("without_words", sum(streams, stream -> stream.turns() - stream.wordsMs().size()));
    result.put("words_empty", sum(streams, TurnStream::empty));
    result.put("words_ms", percentiles(streams, stream -> stream.wordsMs().stream()));
    result.put("partials_a_stream", Json.round(sum(streams, TurnStream::partials) / count));
    result.put("cores", Json.round((cpuNanos() - cpu) / 1e9 / seconds));
    return result;
  }

  private static Map<String, Object> percentiles(
      List<TurnStream> streams, Function<TurnStream, Stream<Double>> values) {
    List<Double> all = streams.stream().flatMap(values).toList();
    return all.isEmpty() ? Map.of() : Percentiles.of(all).toMap();
  }

  private static double sum(List<TurnStream> streams, ToDoubleFunction<TurnStream> value) {
    return streams.stream().mapToDouble(value).sum();
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
