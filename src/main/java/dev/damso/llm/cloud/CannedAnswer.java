package dev.damso.llm.cloud;

import java.nio.charset.StandardCharsets;

/** A whole answer, "네, 그럼요.", as each provider streams it. Measured and rehearsed with. */
public enum CannedAnswer {
  GEMINI(
      """
      data: {"candidates": [{"content": {"parts": [{"text": "네, 그럼요."}], "role": "model"},\
      "finishReason": "STOP", "index": 0}], "usageMetadata": {"promptTokenCount": 12,\
      "candidatesTokenCount": 7, "totalTokenCount": 19}}

      """),
  OPENAI(
      """
      data: {"id": "c", "object": "chat.completion.chunk", "model": "m", "choices": [{"index": 0,\
      "delta": {"content": "네, 그럼요."}, "finish_reason": null}]}

      data: {"id": "c", "object": "chat.completion.chunk", "model": "m", "choices": [{"index": 0,\
      "delta": {}, "finish_reason": "stop"}]}

      data: {"id": "c", "object": "chat.completion.chunk", "model": "m", "choices": [],\
      "usage": {"prompt_tokens": 12, "completion_tokens": 7, "total_tokens": 19}}

      data: [DONE]

      """),
  ANTHROPIC(
      """
      event: message_start
      data: {"type": "message_start", "message": {"id": "m", "type": "message", "role": "assistant",\
      "content": [], "model": "m", "usage": {"input_tokens": 12, "output_tokens": 1}}}

      event: content_block_start
      data: {"type": "content_block_start", "index": 0, "content_block": {"type": "text",\
      "text": ""}}

      event: content_block_delta
      data: {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta",\
      "text": "네, 그럼요."}}

      event: content_block_stop
      data: {"type": "content_block_stop", "index": 0}

      event: message_delta
      data: {"type": "message_delta", "delta": {"stop_reason": "end_turn"},\
      "usage": {"output_tokens": 7}}

      event: message_stop
      data: {"type": "message_stop"}

      """);

  private final String events;

  CannedAnswer(String events) {
    this.events = events;
  }

  /** Server-sent events. */
  public byte[] bytes() {
    return events.getBytes(StandardCharsets.UTF_8);
  }

  /** The provider that is asked at a path. */
  public static CannedAnswer at(String path) {
    if (path.endsWith("/chat/completions")) {
      return OPENAI;
    }
    return path.endsWith("/messages") ? ANTHROPIC : GEMINI;
  }
}
