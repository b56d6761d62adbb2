package dev.damso.llm.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.damso.llm.ToolSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks the arguments that a model wrote against what it was told. */
final class ToolArguments {
  private static final int LONGEST_JSON = 8_192;
  private static final int LONGEST_STRING = 500;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ToolArguments() {}

  /**
   * @param json an object, supposedly; empty for none
   * @throws ToolException where it does not fit; the message says why, and quotes no value
   */
  static Map<String, Object> parse(ToolSpec spec, String json) throws ToolException {
    JsonNode object = read(json);
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (ToolSpec.Parameter parameter : spec.parameters()) {
      JsonNode value = object.get(parameter.name());
      if (value != null && !value.isNull()) {
        arguments.put(parameter.name(), checked(parameter, value));
      } else if (parameter.required()) {
        throw new ToolException("argument " + parameter.name() + " is missing");
      }
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (spec.parameters().stream().noneMatch(p -> p.name().equals(entry.getKey()))) {
        throw new ToolException("there is an argument that " + spec.name() + " does not have");
      }
    }
    return arguments;
  }

  private static JsonNode read(String json) throws ToolException {
    if (json.isBlank()) {
      return JSON.createObjectNode();
    }
    if (json.length() > LONGEST_JSON) {
      throw new ToolException("the arguments are too long");
    }
    try {
      JsonNode node = JSON.readTree(json);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new ToolException("the arguments are not a JSON object");
  }

  private static Object checked(ToolSpec.Parameter parameter, JsonNode value) throws ToolException {
    Object result =
        switch (parameter.type()) {
          case STRING -> value.isTextual() ? value.textValue() : mismatch(parameter);
          case INTEGER ->
              value.isIntegralNumber() && value.canConvertToLong()
                  ? (Object) value.longValue()
                  : mismatch(parameter);
          case NUMBER ->
              value.isNumber() && Double.isFinite(value.doubleValue())
                  ? (Object) value.doubleValue()
                  : mismatch(parameter);
          case BOOLEAN -> value.isBoolean() ? (Object) value.booleanValue() : mismatch(parameter);
        };
    if (!parameter.values().isEmpty() && !parameter.values().contains(result.toString())) {
      throw new ToolException(
          "argument " + parameter.name() + " is one of " + String.join(", ", parameter.values()));
    }
    if (result instanceof String text
        && (text.length() > LONGEST_STRING || text.chars().anyMatch(Character::isISOControl))) {
      throw new ToolException("argument " + parameter.name() + " is too long or no plain text");
    }
    return result;
  }

  private static Object mismatch(ToolSpec.Parameter parameter) throws ToolException {
    throw new ToolException("argument " + parameter.name() + " is no " + parameter.type());
  }
}
