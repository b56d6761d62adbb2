package dev.damso.llm.cloud;

import dev.damso.llm.cloud.StreamFailure.Broken;
import dev.damso.llm.cloud.StreamFailure.CutOff;
import dev.damso.llm.cloud.StreamFailure.Garbage;
import dev.damso.llm.cloud.StreamFailure.Reported;
import dev.damso.llm.cloud.StreamFailure.Status;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * LangChain4j's way to HTTP. Unlike its own client it closes the connection when an answer is
 * cancelled, even before the first byte; tells Retry-After; bounds what it reads; and logs nothing.
 * Thread safe.
 */
final class SseHttpClient implements HttpClient {
  /** Whom the request that is being made is for. */
  static final ScopedValue<StreamedAnswer> ANSWER = ScopedValue.newInstance();

  /** Whether the answer is a canned one, so that its code is loaded; nothing is sent. */
  static final ScopedValue<Boolean> REHEARSAL = ScopedValue.newInstance();

  private final java.net.http.HttpClient http;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private SseHttpClient(java.net.http.HttpClient http) {
    this.http = http;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("answers are streamed");
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    StreamedAnswer answer = ANSWER.get();
    if (REHEARSAL.isBound()) {
      rehearse(request, listener, answer);
      return;
    }
    CompletableFuture<HttpResponse<InputStream>> pending =
        http.sendAsync(translated(request), BodyHandlers.ofInputStream());
    answer.connection(() -> pending.cancel(true));
    Thread.ofVirtual().name("sse").start(() -> read(pending, listener, answer));
  }

  private void rehearse(
      HttpRequest request, ServerSentEventListener listener, StreamedAnswer answer) {
    java.net.http.HttpRequest sent = translated(request);
    connect(sent);
    try {
      listener.onOpen(SuccessfulHttpResponse.builder().statusCode(200).build());
      byte[] events = CannedAnswer.at(sent.uri().getPath()).bytes();
      new SseReader(new ByteArrayInputStream(events)).forEach(listener);
      listener.onClose();
      answer.fail(new CutOff());
    } catch (IOException e) {
      answer.fail(new Broken(e.getClass().getSimpleName()));
    }
  }

  /** Opens a connection that the next question finds open: it asks for nothing, without a key. */
  private void connect(java.net.http.HttpRequest like) {
    java.net.http.HttpRequest.Builder head =
        java.net.http.HttpRequest.newBuilder(like.uri().resolve("/"))
            .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody())
            .timeout(CONNECT);
    like.version().ifPresent(head::version);
    try {
      var _ = http.send(head.build(), BodyHandlers.discarding());
    } catch (IOException e) {
      // The next question tells.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static java.net.http.HttpRequest translated(HttpRequest request) {
    URI uri = URI.create(request.url());
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(uri)
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
    if ("http".equals(uri.getScheme())) {
      // Servers of local models do not like the offer to upgrade.
      builder.version(java.net.http.HttpClient.Version.HTTP_1_1);
    }
    request.headers().forEach((name, values) -> values.forEach(v -> builder.header(name, v)));
    return builder.build();
  }

  private static void read(
      Future<HttpResponse<InputStream>> pending,
      ServerSentEventListener listener,
      StreamedAnswer answer) {
    try {
      HttpResponse<InputStream> response = pending.get();
      try (InputStream body = response.body()) {
        answer.connection(() -> closeQuietly(body));
        if (response.statusCode() / 100 != 2) {
          answer.fail(new Status(response.statusCode(), retryAfter(response)));
          return;
        }
        listener.onOpen(
            SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .build());
        new SseReader(body).forEach(listener);
        listener.onClose();
        answer.fail(new CutOff()); // Where the provider said that it had finished, it is late.
      }
    } catch (SseReader.ReportedError e) {
      answer.fail(new Reported());
    } catch (IOException e) {
      answer.fail(new Broken(e.getClass().getSimpleName()));
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      answer.fail(new Broken(cause.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.fail(new Broken("interrupted"));
    } catch (RuntimeException e) {
      answer.fail(new Garbage());
    }
  }

  /** RFC 9110, section 10.2.3, in seconds; its other form, a date, is taken for a long time. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .map(value ->
            Duration.ofSeconds(
                value.strip().matches("\\d{1,6}") ? Integer.parseInt(value.strip()) : 86_400));
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }

  /** One client for all models of a kind. */
  static final class Builder implements HttpClientBuilder {
    private Duration connectTimeout = CONNECT;
    private Duration readTimeout = Duration.ofSeconds(60);

    @Override
    public Duration connectTimeout() {
      return connectTimeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    @Override
    public Duration readTimeout() {
      return readTimeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      readTimeout = timeout;
      return this;
    }

    @Override
    public HttpClient build() {
      return new SseHttpClient(
          java.net.http.HttpClient.newBuilder()
              .connectTimeout(connectTimeout)
              .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
              .build());
    }
  }
}
