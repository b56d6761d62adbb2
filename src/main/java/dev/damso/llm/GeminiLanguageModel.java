package dev.damso.llm;

import dev.damso.media.Cancellation;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/** Google's Gemini, by LangChain4j, with thinking off: it costs seconds before the first word. */
public final class GeminiLanguageModel implements LanguageModel {
  public static final String DEFAULT_MODEL = "gemini-2.5-flash";
  public static final URI DEFAULT_BASE_URL =
      URI.create("https://generativelanguage.googleapis.com/v1beta");
  public static final Duration DEFAULT_FIRST_TOKEN_TIMEOUT = Duration.ofSeconds(5);

  /** Longest answer as a whole. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

  private final String modelName;
  private final Duration firstTokenTimeout;
  private final GoogleAiGeminiStreamingChatModel model;

  public GeminiLanguageModel(String apiKey) {
    this(apiKey, DEFAULT_MODEL, DEFAULT_BASE_URL, DEFAULT_FIRST_TOKEN_TIMEOUT);
  }

  /**
   * @param baseUrl up to and with the version, without a slash at the end
   * @param firstTokenTimeout the longest silence, before the first text and between texts
   */
  public GeminiLanguageModel(
      String apiKey, String modelName, URI baseUrl, Duration firstTokenTimeout) {
    this.modelName = modelName;
    this.firstTokenTimeout = firstTokenTimeout;
    model =
        GoogleAiGeminiStreamingChatModel.builder()
            .apiKey(apiKey)
            .modelName(modelName)
            .baseUrl(baseUrl.toString())
            .timeout(REQUEST_TIMEOUT)
            .thinkingConfig(GeminiThinkingConfig.builder().thinkingBudget(0).build())
            .build();
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    ChatRequest request =
        ChatRequest.builder()
            .messages(prompt.messages().stream().map(GeminiLanguageModel::message).toList())
            .maxOutputTokens(prompt.maxTokens())
            .temperature(prompt.temperature())
            .topK(prompt.topK())
            .build();
    long start = System.nanoTime();
    try {
      return attempt(request, start, onText, cancellation);
    } catch (StreamFailure failure) {
      if (failure.spoken() || !isPassing(failure.reason())) {
        throw translated(failure);
      }
    }
    try {
      return attempt(request, start, onText, cancellation);
    } catch (StreamFailure failure) {
      throw translated(failure);
    }
  }

  private Completion attempt(
      ChatRequest request, long start, Consumer<String> onText, Cancellation cancellation)
      throws StreamFailure {
    StreamedAnswer answer = new StreamedAnswer(start);
    cancellation.onCancel(answer::cancel);
    model.chat(request, answer);
    return answer.deliver(onText, firstTokenTimeout);
  }

  /** Whether the same request may succeed at once. */
  private static boolean isPassing(Throwable reason) {
    return reason instanceof InternalServerException || reason instanceof RateLimitException;
  }

  /** The provider's message may hold the key or the prompt, so only the kind of failure is told. */
  private LanguageModelException translated(StreamFailure failure) {
    String when = failure.spoken() ? "broke off" : "did not answer";
    return new LanguageModelException(
        "%s %s: %s".formatted(name(), when, failure.reason().getClass().getSimpleName()));
  }

  private static ChatMessage message(Message message) {
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(message.text());
      case USER -> UserMessage.from(message.text());
      case ASSISTANT -> AiMessage.from(message.text());
    };
  }

  @Override
  public String name() {
    return "gemini " + modelName;
  }

  @Override
  public void close() {
    // LangChain4j's client has nothing to close.
  }
}
