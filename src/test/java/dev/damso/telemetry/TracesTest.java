package dev.damso.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TracesTest {
  /** Keeps what it is given. */
  private static final class Kept implements SpanExporter {
    final List<SpanData> spans = new ArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
      spans.addAll(batch);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Test
  void aReplyIsASpanWithOneChildForEachStage() {
    Kept kept = new Kept();
    try (Traces traces = Traces.to(SimpleSpanProcessor.create(kept))) {
      traces.replied(MetricsTest.reply());
    }
    assertThat(kept.spans)
        .extracting(SpanData::getName)
        .containsExactly("turn", "tts", "playout", "reply");
    SpanData reply = kept.spans.getLast();
    assertThat(reply.getEndEpochNanos() - reply.getStartEpochNanos()).isEqualTo(400_000_000);
    assertThat(kept.spans.getFirst().getParentSpanId()).isEqualTo(reply.getSpanId());
    assertThat(kept.spans.get(1).getStartEpochNanos() - reply.getStartEpochNanos())
        .isEqualTo(300_000_000);
  }

  @Test
  void aCollectorGetsThemByOtlp() throws IOException {
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> bodies = new ArrayList<>();
    collector.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try (Traces traces =
        Traces.to("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces")) {
      traces.replied(MetricsTest.reply());
    }
    collector.stop(0);
    assertThat(String.join("", bodies)).contains("damso", "reply", "playout");
  }
}
