package dev.damso.llm.cloud;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6). Lines are cut at bytes, so a character that comes
 * in two packets stays whole. One event holds at most {@value #LONGEST} bytes.
 */
final class SseReader {
  private static final int LONGEST = 1 << 20;

  /** Gemini and OpenAI: {@code {"error": …}}; Anthropic: {@code {"type": "error", …}}. */
  private static final Pattern ERROR =
      Pattern.compile("\\s*\\{\\s*\"(?:error\"|type\"\\s*:\\s*\"error\").*", Pattern.DOTALL);

  /** A provider says, within a stream that began well, that it has failed. */
  static final class ReportedError extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final InputStream bytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean afterReturn;

  SseReader(InputStream body) {
    this.bytes = new BufferedInputStream(body);
  }

  /**
   * Passes every event on, until the stream ends or the listener cancels.
   *
   * @throws ReportedError for an event that is an error
   * @throws IOException where the stream breaks
   * @throws IllegalArgumentException for an event that is too long
   */
  void forEach(ServerSentEventListener listener) throws IOException {
    Handle handle = new Handle();
    ServerSentEventContext context = new ServerSentEventContext(handle);
    String event = null;
    StringBuilder data = new StringBuilder();
    for (String text = nextLine(); text != null && !handle.cancelled; text = nextLine()) {
      if (text.isEmpty()) {
        pass(event, data, listener, context);
        event = null;
        data.setLength(0);
      } else if (text.startsWith("event:")) {
        event = text.substring(6).strip();
      } else if (text.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n")
            .append(text, text.startsWith("data: ") ? 6 : 5, text.length());
        if (data.length() > LONGEST) {
          throw new IllegalArgumentException("an event is too long");
        }
      }
    }
    if (!handle.cancelled) {
      pass(event, data, listener, context);
    }
  }

  private static void pass(
      @Nullable String event,
      CharSequence data,
      ServerSentEventListener listener,
      ServerSentEventContext context)
      throws ReportedError {
    if (data.isEmpty()) {
      return;
    }
    if (ERROR.matcher(data).matches()) {
      throw new ReportedError();
    }
    listener.onEvent(new ServerSentEvent(event, data.toString()), context);
  }

  /** Ends at LF, CR or CRLF; null at the end of the stream. */
  private @Nullable String nextLine() throws IOException {
    line.reset();
    for (int b = bytes.read(); b >= 0; b = bytes.read()) {
      boolean secondOfPair = afterReturn && b == '\n';
      afterReturn = b == '\r';
      if (secondOfPair) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        return line.toString(StandardCharsets.UTF_8);
      }
      line.write(b);
      if (line.size() > LONGEST) {
        throw new IllegalArgumentException("a line is too long");
      }
    }
    return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
  }

  private static final class Handle implements ServerSentEventParsingHandle {
    private volatile boolean cancelled;

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
