package dev.damso.llm.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.cloud.CloudModels.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a provider's stream looks on the wire. */
public enum WireFormat {
  /** {@code POST /v1beta/models/MODEL:streamGenerateContent?alt=sse}. */
  GEMINI {
    @Override
    List<String> text(String text) {
      return List.of(data(candidate(Map.of("text", text), null)));
    }

    @Override
    List<String> call(String name, Map<String, Object> arguments) {
      return List.of(
          data(
              candidate(
                  Map.of(
                      "functionCall",
                      Map.of("name", name, "args", arguments),
                      "thoughtSignature",
                      "c2lnbmVk"),
                  "STOP")));
    }

    @Override
    List<String> end() {
      return List.of(data(candidate(Map.of("text", ""), "STOP")));
    }

    @Override
    List<String> refusal() {
      return List.of(
          data(
              Map.of(
                  "promptFeedback",
                  Map.of("blockReason", "PROHIBITED_CONTENT"),
                  "usageMetadata",
                  Map.of("promptTokenCount", 12, "totalTokenCount", 12))));
    }

    @Override
    List<String> error() {
      return List.of(
          data(
              Map.of(
                  "error",
                  Map.of("code", 503, "message", "High demand", "status", "UNAVAILABLE"))));
    }

    @Override
    public LanguageModel model(Endpoint endpoint) {
      return CloudModels.gemini(endpoint, "minimal");
    }

    private Map<String, Object> candidate(Map<String, Object> part, @Nullable String finish) {
      Map<String, Object> candidate = new LinkedHashMap<>();
      candidate.put("content", Map.of("parts", List.of(part), "role", "model"));
      if (finish != null) {
        candidate.put("finishReason", finish);
      }
      candidate.put("index", 0);
      return Map.of(
          "candidates",
          List.of(candidate),
          "usageMetadata",
          Map.of("promptTokenCount", 12, "candidatesTokenCount", 7, "totalTokenCount", 19),
          "modelVersion",
          "gemini-3.5-flash-lite");
    }
  },

  /** {@code POST /v1/chat/completions} with {@code "stream": true}. */
  OPENAI {
    @Override
    List<String> text(String text) {
      return List.of(data(chunk(Map.of("content", text), null)));
    }

    @Override
    List<String> call(String name, Map<String, Object> arguments) {
      String json = json(arguments);
      int half = json.length() / 2;
      return List.of(
          data(chunk(tool(Map.of("name", name, "arguments", ""), Map.of("id", "call_1")), null)),
          data(chunk(tool(Map.of("arguments", json.substring(0, half)), Map.of()), null)),
          data(chunk(tool(Map.of("arguments", json.substring(half)), Map.of()), null)),
          data(chunk(Map.of(), "tool_calls")),
          "data: [DONE]\n\n");
    }

    @Override
    List<String> end() {
      return List.of(
          data(chunk(Map.of(), "stop")),
          data(
              Map.of(
                  "id",
                  "c1",
                  "object",
                  "chat.completion.chunk",
                  "choices",
                  List.of(),
                  "usage",
                  Map.of("prompt_tokens", 12, "completion_tokens", 7, "total_tokens", 19))),
          "data: [DONE]\n\n");
    }

    @Override
    List<String> refusal() {
      return List.of(
          data(chunk(Map.of("refusal", "I can't help."), null)),
          data(chunk(Map.of(), "content_filter")),
          "data: [DONE]\n\n");
    }

    @Override
    List<String> error() {
      return List.of(
          data(Map.of("error", Map.of("message", "Overloaded", "type", "server_error"))),
          "data: [DONE]\n\n");
    }

    @Override
    public LanguageModel model(Endpoint endpoint) {
      return CloudModels.openAi(endpoint, "none");
    }

    private Map<String, Object> tool(Map<String, Object> function, Map<String, Object> more) {
      Map<String, Object> call = new LinkedHashMap<>(more);
      call.put("index", 0);
      call.put("type", "function");
      call.put("function", function);
      return Map.of("tool_calls", List.of(call));
    }

    private Map<String, Object> chunk(Map<String, Object> delta, @Nullable String finish) {
      Map<String, Object> choice = new LinkedHashMap<>();
      choice.put("index", 0);
      choice.put("delta", delta);
      if (finish != null) {
        choice.put("finish_reason", finish);
      }
      return Map.of(
          "id", "c1", "object", "chat.completion.chunk", "model", "m", "choices", List.of(choice));
    }
  },

  /** {@code POST /v1/messages} with {@code "stream": true}. */
  ANTHROPIC {
    @Override
    List<String> begin() {
      return List.of(
          event(
              "message_start",
              Map.of(
                  "message",
                  Map.of(
                      "id",
                      "m1",
                      "type",
                      "message",
                      "role",
                      "assistant",
                      "content",
                      List.of(),
                      "model",
                      "claude-haiku-5-5",
                      "usage",
                      Map.of("input_tokens", 12, "output_tokens", 1)))),
          event(
              "content_block_start",
              Map.of("index", 0, "content_block", Map.of("type", "text", "text", ""))),
          event("ping", Map.of()));
    }

    @Override
    List<String> text(String text) {
      return List.of(
          event(
              "content_block_delta",
              Map.of("index", 0, "delta", Map.of("type", "text_delta", "text", text))));
    }

    @Override
    List<String> call(String name, Map<String, Object> arguments) {
      String json = json(arguments);
      int half = json.length() / 2;
      return List.of(
          event(
              "content_block_start",
              Map.of(
                  "index",
                  1,
                  "content_block",
                  Map.of("type", "tool_use", "id", "toolu_1", "name", name, "input", Map.of()))),
          piece(json.substring(0, half)),
          piece(json.substring(half)),
          event("content_block_stop", Map.of("index", 1)),
          event(
              "message_delta",
              Map.of(
                  "delta", Map.of("stop_reason", "tool_use"), "usage", Map.of("output_tokens", 7))),
          event("message_stop", Map.of()));
    }

    private String piece(String json) {
      return event(
          "content_block_delta",
          Map.of("index", 1, "delta", Map.of("type", "input_json_delta", "partial_json", json)));
    }

    @Override
    List<String> end() {
      return stop("end_turn");
    }

    @Override
    List<String> refusal() {
      return stop("refusal");
    }

    private List<String> stop(String reason) {
      return List.of(
          event("content_block_stop", Map.of("index", 0)),
          event(
              "message_delta",
              Map.of("delta", Map.of("stop_reason", reason), "usage", Map.of("output_tokens", 7))),
          event("message_stop", Map.of()));
    }

    @Override
    List<String> error() {
      return List.of(
          event(
              "error",
              Map.of("error", Map.of("type", "overloaded_error", "message", "Overloaded"))));
    }

    @Override
    public LanguageModel model(Endpoint endpoint) {
      return CloudModels.anthropic(endpoint);
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of the request's address. */
  static WireFormat of(String path) {
    if (path.endsWith("/chat/completions")) {
      return OPENAI;
    }
    return path.endsWith("/messages") ? ANTHROPIC : GEMINI;
  }

  /** Events before the first text. */
  List<String> begin() {
    return List.of();
  }

  abstract List<String> text(String text);

  /** A call of a tool, and the end of the message. */
  abstract List<String> call(String name, Map<String, Object> arguments);

  abstract List<String> end();

  /** The provider will not answer this. */
  abstract List<String> refusal();

  /** The provider fails, having begun well. */
  abstract List<String> error();

  /** This provider's model. */
  public abstract LanguageModel model(Endpoint endpoint);

  static String data(Map<String, Object> value) {
    return "data: " + json(value) + "\r\n\r\n";
  }

  static String event(String type, Map<String, Object> value) {
    Map<String, Object> typed = new LinkedHashMap<>();
    typed.put("type", type);
    typed.putAll(value);
    return "event: " + type + "\ndata: " + json(typed) + "\n\n";
  }

  static String json(Map<String, Object> value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
