package dev.damso.telemetry;

import dev.damso.telemetry.ReplyTimeline.Mark;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * What an operator watches, in Prometheus' text format: turn latency and stages as histograms,
 * replies by outcome, the JVM and the process. Thread safe.
 */
public final class Metrics implements ReplyObserver, AutoCloseable {
  /** Upper ends of the histograms' buckets. */
  private static final Duration[] BUCKETS =
      IntStream.of(5, 10, 20, 40, 60, 80, 100, 150, 200, 300, 450, 700, 1_000, 1_500, 2_500, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Timer turnLatency =
      histogram(
          "damso.turn.latency", "From the end of the person's speech to the answer's first sound");
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final Counter finished = replies("finished");
  private final Counter interrupted = replies("interrupted");
  private final Counter refused =
      Counter.builder("damso.conversations.refused")
          .description("Conversations that were turned away, all places being taken")
          .register(registry);

  public Metrics() {
    Arrays.stream(Stage.values())
        .forEach(stage ->
            stages.put(
                stage,
                Timer.builder("damso.stage")
                    .description("Steps of a reply; speculation included, so they may overlap")
                    .tag("stage", stage.label())
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry)));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  private Timer histogram(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter replies(String outcome) {
    return Counter.builder("damso.replies")
        .description("Replies that are over")
        .tag("outcome", outcome)
        .register(registry);
  }

  @Override
  public void replied(ReplyTimeline timeline) {
    (timeline.has(Mark.INTERRUPTED) ? interrupted : finished).increment();
    record(turnLatency, timeline.between(Mark.SPEECH_END, Mark.PLAYOUT_START));
    stages.forEach((stage, timer) -> record(timer, timeline.between(stage.from(), stage.to())));
  }

  private static void record(Timer timer, OptionalDouble ms) {
    ms.ifPresent(value -> timer.record(Duration.ofNanos((long) (Math.max(0, value) * 1e6))));
  }

  /** A conversation was turned away. */
  public void refused() {
    refused.increment();
  }

  /**
   * @param name dotted, for instance {@code damso.conversations.open}
   * @param value asked for at each scrape, on its thread
   */
  public void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** All of it, as {@code text/plain; version=0.0.4}. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
