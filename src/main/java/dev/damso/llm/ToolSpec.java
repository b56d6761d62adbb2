package dev.damso.llm;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a model is told of a tool.
 *
 * @param name letters, digits, {@code _} and {@code -}; at most 64
 * @param description what it does and when to use it
 */
public record ToolSpec(String name, String description, List<Parameter> parameters) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  /** JSON types of arguments. */
  public enum Type {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN
  }

  /**
   * @param values the only ones allowed; empty for any
   */
  public record Parameter(
      String name, Type type, String description, boolean required, List<String> values) {
    public Parameter {
      values = List.copyOf(values);
      requireName(name);
    }
  }

  public ToolSpec {
    parameters = List.copyOf(parameters);
    requireName(name);
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a tool's or parameter's name is letters, digits, _ and -, not " + name);
    }
  }
}
