package dev.damso.cli;

import dev.damso.config.LlmConfig.Parameter;
import dev.damso.config.LlmConfig.ToolConfig;
import dev.damso.llm.ToolSpec;
import dev.damso.llm.tool.HttpTool;
import dev.damso.llm.tool.Tool;
import dev.damso.media.UserFacingException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the tools of {@code llm.tools}. */
final class HttpTools {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

  private HttpTools() {}

  static List<Tool> of(List<ToolConfig> tools, Map<String, String> environment) {
    return tools.stream().<Tool>map(tool -> tool(tool, environment)).toList();
  }

  private static HttpTool tool(ToolConfig config, Map<String, String> environment) {
    try {
      Map<String, String> headers = new HashMap<>();
      config.headers().forEach((name, value) -> headers.put(name, filled(value, environment)));
      return new HttpTool(
          new ToolSpec(
              config.name(),
              config.description(),
              config.parameters().stream().map(HttpTools::parameter).toList()),
          config.url(),
          post(config),
          headers,
          config.announcement());
    } catch (IllegalArgumentException e) {
      throw UserFacingException.badInput("llm.tools: " + e.getMessage());
    }
  }

  private static boolean post(ToolConfig config) {
    return switch (config.method().toUpperCase(Locale.ROOT)) {
      case "GET" -> false;
      case "POST" -> true;
      default -> throw new IllegalArgumentException("method is GET or POST");
    };
  }

  private static ToolSpec.Parameter parameter(Parameter parameter) {
    ToolSpec.Type type =
        switch (parameter.type()) {
          case "string" -> ToolSpec.Type.STRING;
          case "integer" -> ToolSpec.Type.INTEGER;
          case "number" -> ToolSpec.Type.NUMBER;
          case "boolean" -> ToolSpec.Type.BOOLEAN;
          default ->
              throw new IllegalArgumentException(
                  "type is string, integer, number or boolean, not " + parameter.type());
        };
    return new ToolSpec.Parameter(
        parameter.name(), type, parameter.description(), parameter.required(), parameter.values());
  }

  /** Secrets come from the environment: {@code Bearer ${TOKEN}}. */
  private static String filled(String value, Map<String, String> environment) {
    Matcher variables = VARIABLE.matcher(value);
    StringBuilder text = new StringBuilder();
    while (variables.find()) {
      String secret = environment.get(variables.group(1));
      if (secret == null) {
        throw new IllegalArgumentException(variables.group(1) + " is not set in the environment");
      }
      variables.appendReplacement(text, Matcher.quoteReplacement(secret));
    }
    return variables.appendTail(text).toString();
  }
}
