package dev.damso.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the avatar thinks with, and what it says without thinking. */
public record LlmConfig(
    String provider,
    String fallbacks,
    Gemini gemini,
    OpenAi openai,
    Cloud anthropic,
    Local local,
    int firstTokenMs,
    int fillerMs,
    int maxTokens,
    double temperature,
    int topK,
    String persona,
    String knowledge,
    String knowledgeSearch,
    String emotions,
    List<Greeting> greetings,
    List<Answer> answers,
    int toolTimeoutMs,
    List<ToolConfig> tools) {
  /** Google's Gemini, or a proxy before it. */
  public record Gemini(String model, String baseUrl, String thinkingLevel) {}

  /** A provider in the cloud, or a proxy before it. */
  public record Cloud(String model, String baseUrl) {}

  /** OpenAI, or a server that speaks its language. */
  public record OpenAi(String model, String baseUrl, String reasoningEffort) {}

  /** The model in this process; {@code file} empty: that of the catalogue. */
  public record Local(String file, int threads, int contextTokens, double temperature) {}

  /** Words that greet, what to say at once where more follows, and what where nothing does. */
  public record Greeting(List<String> words, String opening, String alone) {
    public Greeting {
      words = orEmpty(words);
      opening = Objects.requireNonNullElse(opening, "");
      alone = Objects.requireNonNullElse(alone, opening);
    }
  }

  /** What is asked, in any of these words, and its whole answer. */
  public record Answer(List<String> said, String answer) {
    public Answer {
      said = orEmpty(said);
      answer = Objects.requireNonNullElse(answer, "");
    }
  }

  /** An HTTP endpoint that the model may call. */
  public record ToolConfig(
      String name,
      String description,
      String url,
      String method,
      Map<String, String> headers,
      String announcement,
      List<Parameter> parameters) {
    public ToolConfig {
      name = Objects.requireNonNullElse(name, "");
      description = Objects.requireNonNullElse(description, "");
      url = Objects.requireNonNullElse(url, "");
      method = Objects.requireNonNullElse(method, "GET");
      headers = headers == null ? Map.of() : Map.copyOf(headers);
      announcement = Objects.requireNonNullElse(announcement, "");
      parameters = orEmpty(parameters);
    }
  }

  /** A tool's parameter; a string, and required, unless said otherwise. */
  public record Parameter(
      String name, String type, String description, Boolean required, List<String> values) {
    public Parameter {
      name = Objects.requireNonNullElse(name, "");
      type = Objects.requireNonNullElse(type, "string");
      description = Objects.requireNonNullElse(description, "");
      required = Objects.requireNonNullElse(required, true);
      values = orEmpty(values);
    }
  }

  public LlmConfig {
    greetings = orEmpty(greetings);
    answers = orEmpty(answers);
    tools = orEmpty(tools);
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
