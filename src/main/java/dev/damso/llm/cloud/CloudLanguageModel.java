package dev.damso.llm.cloud;

import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Prompt;
import dev.damso.media.Cancellation;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A model behind HTTP. Tries once more where nothing was said and another try may help: 429 (once
 * its Retry-After is over, if that is within the time to the first token), 5xx, an error within the
 * stream, a broken connection.
 */
public final class CloudLanguageModel implements LanguageModel {
  /** Longest answer as a whole. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** More characters than a token has, so that only a server that ignores its limit is cut. */
  private static final int CHARACTERS_PER_TOKEN = 12;

  private static final Logger LOG = System.getLogger(CloudLanguageModel.class.getName());

  private final String name;
  private final StreamingChatModel model;
  private final Function<Prompt, ChatRequestParameters> parameters;
  private final Duration firstTokenTimeout;

  /**
   * @param parameters what of a prompt the provider takes beside its messages
   * @param firstTokenTimeout the longest silence, before the first text and between texts
   */
  CloudLanguageModel(
      String name,
      StreamingChatModel model,
      Function<Prompt, ChatRequestParameters> parameters,
      Duration firstTokenTimeout) {
    this.name = name;
    this.model = model;
    this.parameters = parameters;
    this.firstTokenTimeout = firstTokenTimeout;
  }

  /**
   * Opens a connection and, the first time, loads the code that a question needs, by a rehearsal.
   * The prompt is not sent.
   */
  @Override
  public void warmUp(Prompt prompt, Cancellation cancellation) {
    try {
      var _ =
          ScopedValue.where(SseHttpClient.REHEARSAL, true)
              .call(() -> generate(prompt, text -> {}, cancellation));
    } catch (LanguageModelException e) {
      LOG.log(Level.DEBUG, "the rehearsal failed", e);
    }
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    ChatRequest request =
        ChatRequest.builder()
            .messages(ChatRequests.messages(prompt))
            .parameters(parameters.apply(prompt))
            .build();
    StreamedAnswer.Limits limits =
        new StreamedAnswer.Limits(
            firstTokenTimeout, LONGEST, CHARACTERS_PER_TOKEN * prompt.maxTokens() + 100);
    long start = System.nanoTime();
    try {
      return attempt(request, new StreamedAnswer(start, limits), onText, cancellation);
    } catch (StreamFailure failure) {
      Duration left = firstTokenTimeout.minusNanos(System.nanoTime() - start);
      Optional<Duration> wait = failure.retryAfter(left);
      if (wait.isEmpty()) {
        throw translated(failure);
      }
      pause(wait.get(), cancellation);
    }
    try {
      return attempt(request, new StreamedAnswer(start, limits), onText, cancellation);
    } catch (StreamFailure failure) {
      throw translated(failure);
    }
  }

  private Completion attempt(
      ChatRequest request,
      StreamedAnswer answer,
      Consumer<String> onText,
      Cancellation cancellation)
      throws StreamFailure {
    if (cancellation.isCancelled()) {
      return new Completion("", -1, -1, -1);
    }
    cancellation.onCancel(answer::cancel);
    ScopedValue.where(SseHttpClient.ANSWER, answer).run(() -> model.chat(request, answer));
    return answer.deliver(onText);
  }

  private static void pause(Duration wait, Cancellation cancellation) {
    CountDownLatch cancelled = new CountDownLatch(1);
    cancellation.onCancel(cancelled::countDown);
    try {
      if (cancelled.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LanguageModelException translated(StreamFailure failure) {
    return new LanguageModelException(
        "%s %s: %s"
            .formatted(
                name, failure.spoken() ? "broke off" : "did not answer", failure.getMessage()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    // The HTTP client ends with its last reference.
  }
}
