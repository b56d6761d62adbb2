package dev.damso.llm;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import java.io.EOFException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands an answer from LangChain4j's threads to the calling one. The answer's length bounds it. */
final class StreamedAnswer implements StreamingChatResponseHandler {
  private sealed interface Event {}

  private record Text(String text) implements Event {}

  private record End(@Nullable TokenUsage usage) implements Event {}

  private record Failed(Throwable reason) implements Event {}

  private record Cancelled() implements Event {}

  private final long start;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile @Nullable StreamingHandle handle;
  private volatile boolean cancelled;

  /**
   * @param start {@link System#nanoTime} of the call
   */
  StreamedAnswer(long start) {
    this.start = start;
  }

  @Override
  public void onPartialResponse(PartialResponse response, PartialResponseContext context) {
    handle = context.streamingHandle();
    if (cancelled) {
      context.streamingHandle().cancel();
    }
    events.add(new Text(response.text()));
  }

  /** A stream that was cut also ends here, but gives no reason why it finished. */
  @Override
  public void onCompleteResponse(ChatResponse response) {
    events.add(
        response.finishReason() == null
            ? new Failed(new EOFException("cut off"))
            : new End(response.tokenUsage()));
  }

  @Override
  public void onError(Throwable error) {
    events.add(new Failed(error));
  }

  /** Stops the stream; {@link #deliver} returns at its next look. Any thread. */
  void cancel() {
    cancelled = true;
    StreamingHandle running = handle;
    if (running != null) {
      running.cancel();
    }
    events.add(new Cancelled());
  }

  /** Blocks until the answer ends, passing its texts on. */
  Completion deliver(Consumer<String> onText, Duration longestSilence) throws StreamFailure {
    StringBuilder said = new StringBuilder();
    double firstMs = -1;
    while (true) {
      Event event = next(longestSilence, said.length() > 0);
      if (cancelled) {
        return new Completion(said.toString(), firstMs, -1, -1);
      }
      switch (event) {
        case Text(String text) when text.isEmpty() -> {}
        case Text(String text) -> {
          if (firstMs < 0) {
            firstMs = (System.nanoTime() - start) / 1e6;
          }
          said.append(text);
          onText.accept(text);
        }
        case End(TokenUsage usage) -> {
          return new Completion(
              said.toString(),
              firstMs,
              usage == null ? -1 : Objects.requireNonNullElse(usage.inputTokenCount(), -1),
              usage == null ? -1 : Objects.requireNonNullElse(usage.outputTokenCount(), -1));
        }
        case Failed(Throwable reason) -> throw new StreamFailure(reason, said.length() > 0);
        case Cancelled() -> throw new IllegalStateException("cancelled without the flag");
      }
    }
  }

  private Event next(Duration longestSilence, boolean spoken) throws StreamFailure {
    try {
      Event event = events.poll(longestSilence.toMillis(), TimeUnit.MILLISECONDS);
      if (event != null) {
        return event;
      }
      cancel();
      throw new StreamFailure(new TimeoutException("silent for " + longestSilence), spoken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
      throw new StreamFailure(e, spoken);
    }
  }
}
