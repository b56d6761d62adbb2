package dev.damso.llm.cloud;

import dev.damso.llm.Message;
import dev.damso.llm.Prompt;
import dev.damso.llm.ToolCall;
import dev.damso.llm.ToolRound;
import dev.damso.llm.ToolSpec;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.List;

/** Prompts in LangChain4j's words. */
final class ChatRequests {
  private ChatRequests() {}

  static List<ChatMessage> messages(Prompt prompt) {
    List<ChatMessage> all = new ArrayList<>();
    for (Message message : prompt.messages()) {
      all.add(
          switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.text() + begun(prompt.begun()));
            case USER -> UserMessage.from(message.text());
            case ASSISTANT -> AiMessage.from(message.text());
          });
    }
    prompt.rounds().forEach(round -> add(round, all));
    return all;
  }

  /** Providers refuse a prompt that ends with half an answer, so they are told of it. */
  private static String begun(String said) {
    return said.isEmpty()
        ? ""
        : "\nYou have just said \"%s\" aloud, in answer to the last message. Go on from there: do not"
                .formatted(said)
            + " greet or say it again.";
  }

  private static void add(ToolRound round, List<ChatMessage> all) {
    List<ToolCall> calls = round.called().calls();
    all.add(
        round.called().origin() instanceof AiMessage signed
            ? signed
            : AiMessage.from(
                calls.stream()
                    .map(call ->
                        ToolExecutionRequest.builder()
                            .id(call.id())
                            .name(call.name())
                            .arguments(call.arguments())
                            .build())
                    .toList()));
    for (int i = 0; i < calls.size(); i++) {
      all.add(
          ToolExecutionResultMessage.from(
              calls.get(i).id(), calls.get(i).name(), round.results().get(i)));
    }
  }

  static List<ToolSpecification> tools(Prompt prompt) {
    return prompt.tools().stream().map(ChatRequests::tool).toList();
  }

  private static ToolSpecification tool(ToolSpec spec) {
    JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
    spec.parameters().forEach(p -> schema.addProperty(p.name(), element(p)));
    return ToolSpecification.builder()
        .name(spec.name())
        .description(spec.description())
        .parameters(
            schema
                .required(
                    spec.parameters().stream()
                        .filter(ToolSpec.Parameter::required)
                        .map(ToolSpec.Parameter::name)
                        .toList())
                .build())
        .build();
  }

  private static JsonSchemaElement element(ToolSpec.Parameter parameter) {
    String description = parameter.description();
    if (!parameter.values().isEmpty()) {
      return JsonEnumSchema.builder()
          .enumValues(parameter.values())
          .description(description)
          .build();
    }
    return switch (parameter.type()) {
      case STRING -> JsonStringSchema.builder().description(description).build();
      case INTEGER -> JsonIntegerSchema.builder().description(description).build();
      case NUMBER -> JsonNumberSchema.builder().description(description).build();
      case BOOLEAN -> JsonBooleanSchema.builder().description(description).build();
    };
  }
}
