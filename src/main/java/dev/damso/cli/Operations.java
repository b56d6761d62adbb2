package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.conversation.ConversationEvent;
import dev.damso.telemetry.Metrics;
import dev.damso.telemetry.ReplyObserver;
import dev.damso.telemetry.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What an operator sees of the replies: metrics and traces, as configured. */
final class Operations implements AutoCloseable {
  private final Optional<Metrics> metrics;
  private final Optional<Traces> traces;
  private final List<ReplyObserver> observers = new ArrayList<>();

  Operations(Config.Telemetry config) {
    metrics = config.metrics() ? Optional.of(new Metrics()) : Optional.empty();
    traces =
        config.otlpEndpoint().isEmpty()
            ? Optional.empty()
            : Optional.of(Traces.to(config.otlpEndpoint()));
    metrics.ifPresent(observers::add);
    traces.ifPresent(observers::add);
  }

  Optional<Metrics> metrics() {
    return metrics;
  }

  /** Sees what {@code events} takes. */
  Consumer<ConversationEvent> watching(Consumer<ConversationEvent> events) {
    return event -> {
      if (event instanceof ConversationEvent.ReplyFinished finished) {
        observers.forEach(observer -> observer.replied(finished.timeline()));
      }
      events.accept(event);
    };
  }

  @Override
  public void close() {
    traces.ifPresent(Traces::close);
    metrics.ifPresent(Metrics::close);
  }
}
