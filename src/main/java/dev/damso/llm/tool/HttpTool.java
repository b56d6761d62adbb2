package dev.damso.llm.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.llm.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tool behind HTTP: GET, or POST of a JSON object. It goes to the address that was configured and
 * follows no redirects.
 */
public final class HttpTool implements Tool {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration RESPONSE = Duration.ofSeconds(30);

  /** Bytes of a response that are read. */
  private static final int LONGEST_BODY = 64 << 10;

  private final ToolSpec spec;
  private final UrlTemplate url;
  private final boolean post;
  private final Map<String, String> headers;
  private final String announcement;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param url with a hole in braces for each parameter that belongs in its path; others go into
   *     the query, or into the body of a POST
   * @param headers sent with every call; may hold secrets, which nobody is told
   * @param announcement what the avatar says meanwhile; may be empty
   * @throws IllegalArgumentException for a bad address
   */
  public HttpTool(
      ToolSpec spec, String url, boolean post, Map<String, String> headers, String announcement) {
    this.spec = spec;
    this.url = new UrlTemplate(url);
    this.post = post;
    this.headers = Map.copyOf(headers);
    this.announcement = announcement;
    for (String hole : this.url.names()) {
      if (spec.parameters().stream().noneMatch(p -> p.name().equals(hole) && p.required())) {
        throw new IllegalArgumentException(
            "{%s} in the url of %s is no required parameter of it".formatted(hole, spec.name()));
      }
    }
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public String announcement() {
    return announcement;
  }

  @Override
  public String call(Map<String, Object> arguments) throws ToolException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.fill(arguments, !post)).timeout(RESPONSE);
    headers.forEach(request::setHeader);
    if (post) {
      request
          .setHeader("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(body(arguments)));
    }
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() / 100 != 2) {
          throw new ToolException("HTTP " + response.statusCode());
        }
        return new String(body.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new ToolException("it could not be reached");
    }
  }

  private String body(Map<String, Object> arguments) {
    Map<String, Object> rest = new LinkedHashMap<>(arguments);
    rest.keySet().removeAll(url.names());
    try {
      return JSON.writeValueAsString(rest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("arguments cannot be written", e);
    }
  }
}
