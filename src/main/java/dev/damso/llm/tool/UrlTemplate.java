package dev.damso.llm.tool;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with holes: {@code https://host/weather/{city}?units={units}}. Values are
 * percent-encoded whole, so none changes the host, adds a segment or a parameter.
 */
final class UrlTemplate {
  private static final Pattern HOLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)\\}");

  private final String template;
  private final Set<String> names = new HashSet<>();

  /**
   * @throws IllegalArgumentException for another scheme than http and https, or a hole in the host
   */
  UrlTemplate(String template) {
    this.template = template;
    Matcher holes = HOLE.matcher(template);
    while (holes.find()) {
      names.add(holes.group(1));
    }
    URI filled = URI.create(HOLE.matcher(template).replaceAll("x"));
    URI otherwise = URI.create(HOLE.matcher(template).replaceAll("y"));
    if (!("http".equals(filled.getScheme()) || "https".equals(filled.getScheme()))
        || filled.getHost() == null) {
      throw new IllegalArgumentException("a tool's url begins with http:// or https://");
    }
    if (!filled.getRawAuthority().equals(otherwise.getRawAuthority())) {
      throw new IllegalArgumentException("a tool's url has holes in its path and query only");
    }
  }

  Set<String> names() {
    return Set.copyOf(names);
  }

  /**
   * @param arguments for every hole, and for parameters behind a question mark
   * @param query whether those that have no hole go into the query
   */
  URI fill(Map<String, Object> arguments, boolean query) throws ToolException {
    Matcher holes = HOLE.matcher(template);
    StringBuilder url = new StringBuilder();
    while (holes.find()) {
      Object value = arguments.get(holes.group(1));
      if (value == null) {
        throw new ToolException("argument " + holes.group(1) + " is missing");
      }
      holes.appendReplacement(url, Matcher.quoteReplacement(encoded(value)));
    }
    holes.appendTail(url);
    if (query) {
      List<String> rest = new ArrayList<>();
      arguments.forEach((name, value) -> {
        if (!names.contains(name)) {
          rest.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
      });
      if (!rest.isEmpty()) {
        url.append(url.indexOf("?") < 0 ? '?' : '&').append(String.join("&", rest));
      }
    }
    return URI.create(url.toString());
  }

  /** Segments of dots mean other folders, however they are encoded. */
  private static String encoded(Object value) throws ToolException {
    String text = value.toString();
    if (text.matches("\\.*")) {
      throw new ToolException("an argument is empty or only dots");
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
