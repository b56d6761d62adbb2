package dev.damso.telemetry;

import dev.damso.telemetry.ReplyTimeline.Mark;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Replies as OpenTelemetry traces: a span for each reply, from the end of speech, with one child
 * for each {@link Stage}. No text of a conversation is in them. Thread safe.
 */
public final class Traces implements ReplyObserver, AutoCloseable {
  private static final AttributeKey<Boolean> INTERRUPTED =
      AttributeKey.booleanKey("damso.interrupted");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /** What is added to {@link System#nanoTime} for nanoseconds since 1970. */
  private final long epoch = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

  private Traces(SpanProcessor processor) {
    provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(processor)
            .setResource(
                Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE, "damso"))))
            .build();
    tracer = provider.get("dev.damso");
  }

  /**
   * Sends in batches, on a thread of its own; what a collector that is away does not take is lost.
   *
   * @param endpoint OTLP over HTTP, for instance {@code http://localhost:4318/v1/traces}
   */
  public static Traces to(String endpoint) {
    return new Traces(
        BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build())
            .build());
  }

  /** Hands spans to {@code processor}. */
  static Traces to(SpanProcessor processor) {
    return new Traces(processor);
  }

  @Override
  public void replied(ReplyTimeline timeline) {
    Map<Mark, Long> marks = timeline.nanos();
    if (marks.isEmpty()) {
      return;
    }
    Span reply =
        tracer
            .spanBuilder("reply")
            .setNoParent()
            .setAttribute(INTERRUPTED, marks.containsKey(Mark.INTERRUPTED))
            .setStartTimestamp(at(Collections.min(marks.values())), TimeUnit.NANOSECONDS)
            .startSpan();
    Context inside = Context.root().with(reply);
    for (Stage stage : Stage.values()) {
      Long from = marks.get(stage.from());
      Long to = marks.get(stage.to());
      if (from != null && to != null) {
        tracer
            .spanBuilder(stage.label())
            .setParent(inside)
            .setStartTimestamp(at(from), TimeUnit.NANOSECONDS)
            .startSpan()
            .end(at(Math.max(from, to)), TimeUnit.NANOSECONDS);
      }
    }
    reply.end(at(Collections.max(marks.values())), TimeUnit.NANOSECONDS);
  }

  private long at(long nanoTime) {
    return epoch + nanoTime;
  }

  /** Sends what waits, for ten seconds at most. */
  @Override
  public void close() {
    provider.shutdown().join(10, TimeUnit.SECONDS);
  }
}
