package dev.damso.llm.cloud;

import dev.damso.llm.Completion;
import dev.damso.llm.ToolCall;
import dev.damso.llm.ToolCalls;
import dev.damso.llm.cloud.StreamFailure.CutOff;
import dev.damso.llm.cloud.StreamFailure.Garbage;
import dev.damso.llm.cloud.StreamFailure.Reason;
import dev.damso.llm.cloud.StreamFailure.Silent;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands an answer from the connection's thread to the calling one. Its queue is bounded by the
 * answer's length, past which the connection is closed.
 */
final class StreamedAnswer implements StreamingChatResponseHandler {
  private sealed interface Event {}

  private record Text(String text) implements Event {}

  /** Something that is no text came: part of a tool call. */
  private record Progress() implements Event {}

  private record End(ChatResponse response) implements Event {}

  private record Failed(Reason reason) implements Event {}

  private record Cancelled() implements Event {}

  /**
   * @param silence longest wait for the first text, and between texts
   * @param total longest answer in time
   * @param characters longest answer in length
   */
  record Limits(Duration silence, Duration total, int characters) {}

  private final long start;
  private final Limits limits;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile boolean cancelled;
  private @Nullable Runnable closer;

  /**
   * @param start {@link System#nanoTime} of the call
   */
  StreamedAnswer(long start, Limits limits) {
    this.start = start;
    this.limits = limits;
  }

  /** How the connection is closed; at once, if nobody waits for it any longer. */
  void connection(Runnable close) {
    synchronized (this) {
      if (!cancelled) {
        closer = close;
        return;
      }
    }
    close.run();
  }

  @Override
  public void onPartialResponse(PartialResponse response, PartialResponseContext context) {
    events.add(new Text(response.text()));
  }

  @Override
  public void onPartialToolCall(PartialToolCall call, PartialToolCallContext context) {
    events.add(new Progress());
  }

  @Override
  public void onCompleteToolCall(CompleteToolCall call) {
    events.add(new Progress());
  }

  /** A stream that was cut also ends here, but gives no reason why it finished. */
  @Override
  public void onCompleteResponse(ChatResponse response) {
    events.add(response.finishReason() == null ? new Failed(new CutOff()) : new End(response));
  }

  /** The connection's own failures do not come this way, so what came was not understood. */
  @Override
  public void onError(Throwable error) {
    fail(new Garbage());
  }

  /** The connection failed or ended; does nothing where the answer has ended before. */
  void fail(Reason reason) {
    events.add(new Failed(reason));
  }

  /** Closes the connection; {@link #deliver} returns at its next look. Any thread. */
  void cancel() {
    Runnable close;
    synchronized (this) {
      cancelled = true;
      close = closer;
      closer = null;
    }
    events.add(new Cancelled());
    if (close != null) {
      close.run();
    }
  }

  /** Blocks until the answer ends, passing its texts on. */
  Completion deliver(Consumer<String> onText) throws StreamFailure {
    StringBuilder said = new StringBuilder();
    double firstMs = -1;
    long lastText = System.nanoTime();
    while (true) {
      Event event = next(lastText, !said.isEmpty());
      if (cancelled) {
        return new Completion(said.toString(), firstMs, -1, -1);
      }
      switch (event) {
        case Text(String text) when text.isEmpty() -> {}
        case Text(String text) -> {
          lastText = System.nanoTime();
          if (firstMs < 0) {
            firstMs = (lastText - start) / 1e6;
          }
          said.append(text);
          onText.accept(text);
        }
        case Progress progress -> lastText = System.nanoTime();
        case End(ChatResponse response) -> {
          return completion(said.toString(), firstMs, response);
        }
        case Failed(Reason reason) -> throw new StreamFailure(reason, !said.isEmpty());
        case Cancelled stopped -> throw new IllegalStateException("cancelled without the flag");
      }
      if (said.length() >= limits.characters() || tooLong()) {
        cancel();
        if (said.isEmpty()) {
          throw new StreamFailure(new Silent(limits.total()), false);
        }
        return new Completion(said.toString(), firstMs, -1, -1);
      }
    }
  }

  private boolean tooLong() {
    return System.nanoTime() - start > limits.total().toNanos();
  }

  private static Completion completion(String said, double firstMs, ChatResponse response) {
    AiMessage message = response.aiMessage();
    ToolCalls calls =
        message.hasToolExecutionRequests()
            ? new ToolCalls(
                message.toolExecutionRequests().stream()
                    .map(call ->
                        new ToolCall(
                            Objects.requireNonNullElse(call.id(), ""),
                            Objects.requireNonNullElse(call.name(), ""),
                            Objects.requireNonNullElse(call.arguments(), "")))
                    .toList(),
                message)
            : new ToolCalls(List.of(), "");
    TokenUsage usage = response.tokenUsage();
    return new Completion(
        said,
        calls,
        firstMs,
        usage == null ? -1 : Objects.requireNonNullElse(usage.inputTokenCount(), -1),
        usage == null ? -1 : Objects.requireNonNullElse(usage.outputTokenCount(), -1));
  }

  private Event next(long lastText, boolean spoken) throws StreamFailure {
    try {
      long left = limits.silence().toNanos() - (System.nanoTime() - lastText);
      Event event = events.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      if (event != null) {
        return event;
      }
      cancel();
      throw new StreamFailure(new Silent(limits.silence()), spoken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
      throw new StreamFailure(new StreamFailure.Broken("interrupted"), true);
    }
  }
}
