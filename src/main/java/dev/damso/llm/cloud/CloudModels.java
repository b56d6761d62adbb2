package dev.damso.llm.cloud;

import dev.damso.llm.LanguageModel;
import dev.damso.llm.Prompt;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * The providers, by LangChain4j, with thinking off or as little as there is: it costs seconds
 * before the first word.
 */
public final class CloudModels {
  /** LangChain4j insists on a key; servers of one's own ignore it. */
  private static final String NO_KEY = "none";

  private static final String OPEN_AI = "api.openai.com";

  private static final Set<String> PROVIDERS =
      Set.of("generativelanguage.googleapis.com", OPEN_AI, "api.anthropic.com");

  private CloudModels() {}

  /**
   * Where and what.
   *
   * @param baseUrl up to and with the version; one without a path gets the provider's version
   * @param apiKey may be empty where the server needs none
   * @param firstToken the longest silence
   */
  public record Endpoint(String model, URI baseUrl, String apiKey, Duration firstToken) {
    String url(String version) {
      String url = baseUrl.toString().replaceFirst("/+$", "");
      return baseUrl.getPath() == null || baseUrl.getPath().matches("/*") ? url + version : url;
    }

    String key() {
      return apiKey.isEmpty() ? NO_KEY : apiKey;
    }

    /** Never the key. */
    @Override
    public String toString() {
      return model + " at " + baseUrl;
    }
  }

  /** Whether a server is its provider's own, which answers nobody without a key. */
  public static boolean needsKey(URI baseUrl) {
    return PROVIDERS.contains(baseUrl.getHost());
  }

  /**
   * Google's Gemini. Gemini 2 has a thinking budget, which is set to 0, and takes a temperature;
   * later ones have levels, and ignore or refuse one.
   *
   * @param thinkingLevel {@code minimal}, {@code low}, …; empty: not sent
   */
  public static LanguageModel gemini(Endpoint endpoint, String thinkingLevel) {
    boolean second = endpoint.model().startsWith("gemini-2");
    GeminiThinkingConfig.Builder thinking = GeminiThinkingConfig.builder();
    if (second) {
      thinking.thinkingBudget(0);
    } else if (!thinkingLevel.isEmpty()) {
      thinking.thinkingLevel(thinkingLevel);
    }
    return new CloudLanguageModel(
        "gemini " + endpoint.model(),
        GoogleAiGeminiStreamingChatModel.builder()
            .httpClientBuilder(new SseHttpClient.Builder())
            .apiKey(endpoint.key())
            .modelName(endpoint.model())
            .baseUrl(endpoint.url("/v1beta"))
            .thinkingConfig(thinking.build())
            // Calls of tools are signed, and the signatures go back with their results.
            .returnThinking(true)
            .sendThinking(true)
            .build(),
        prompt -> {
          var parameters =
              ChatRequestParameters.builder()
                  .maxOutputTokens(prompt.maxTokens())
                  .toolSpecifications(ChatRequests.tools(prompt));
          return second
              ? parameters.temperature(prompt.temperature()).topK(prompt.topK()).build()
              : parameters.build();
        },
        endpoint.firstToken());
  }

  /**
   * OpenAI, or a server that speaks its chat completions: vLLM, Ollama, llama-server.
   *
   * @param reasoningEffort {@code none}, {@code minimal}, …; empty: not sent
   */
  public static LanguageModel openAi(Endpoint endpoint, String reasoningEffort) {
    boolean theirs = OPEN_AI.equals(endpoint.baseUrl().getHost());
    OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(new SseHttpClient.Builder())
            .apiKey(endpoint.key())
            .modelName(endpoint.model())
            .baseUrl(endpoint.url("/v1"));
    if (!reasoningEffort.isEmpty()) {
      builder.reasoningEffort(reasoningEffort);
    }
    return new CloudLanguageModel(
        "openai " + endpoint.model(),
        builder.build(),
        prompt -> theirs ? openAiParameters(prompt) : compatibleParameters(prompt),
        endpoint.firstToken());
  }

  /** Models that reason take no temperature, and count what they may write differently. */
  private static ChatRequestParameters openAiParameters(Prompt prompt) {
    return OpenAiChatRequestParameters.builder()
        .maxCompletionTokens(prompt.maxTokens())
        .toolSpecifications(ChatRequests.tools(prompt))
        .build();
  }

  private static ChatRequestParameters compatibleParameters(Prompt prompt) {
    return ChatRequestParameters.builder()
        .maxOutputTokens(prompt.maxTokens())
        .temperature(prompt.temperature())
        .toolSpecifications(ChatRequests.tools(prompt))
        .build();
  }

  /** Anthropic's messages. From Claude Haiku 5.5 on it takes no temperature. */
  public static LanguageModel anthropic(Endpoint endpoint) {
    return new CloudLanguageModel(
        "anthropic " + endpoint.model(),
        AnthropicStreamingChatModel.builder()
            .httpClientBuilder(new SseHttpClient.Builder())
            .apiKey(endpoint.key())
            .modelName(endpoint.model())
            .baseUrl(endpoint.url("/v1"))
            .thinkingType("disabled")
            .build(),
        prompt ->
            ChatRequestParameters.builder()
                .maxOutputTokens(prompt.maxTokens())
                .toolSpecifications(ChatRequests.tools(prompt))
                .build(),
        endpoint.firstToken());
  }
}
