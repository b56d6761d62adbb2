package dev.damso.tts.cloud;

import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One POST of JSON that is answered with sound. Thread safe.
 *
 * @param provider for messages
 * @param address whole URI
 * @param keyVariable the environment variable that holds the key, for messages
 * @param headers with the key
 * @param limit longest wait for the whole answer
 */
record SpeechRequest(
    HttpClient http,
    String provider,
    URI address,
    String keyVariable,
    Map<String, String> headers,
    Duration limit) {
  /** A minute and a half of 48 kHz PCM, as base64. */
  private static final int MOST_BYTES = 12 << 20;

  static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
  }

  /** An answer's body; empty where cancelled. */
  byte[] send(String json, Cancellation cancellation) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(limit)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    headers.forEach(request::header);
    CompletableFuture<byte[]> answer =
        http.sendAsync(request.build(), BodyHandlers.ofInputStream()).thenApply(this::body);
    cancellation.onCancel(() -> answer.cancel(true));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (CancellationException e) {
      return new byte[0];
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failure("has not answered within %d ms".formatted(limit.toMillis()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new byte[0];
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserFacingException said) {
        throw said;
      }
      throw UserFacingException.failed(
          provider + " at " + address.getHost() + " cannot be reached or broke off", e);
    }
  }

  private byte[] body(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw failure(reason(response.statusCode()));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] part = new byte[1 << 14];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        bytes.write(part, 0, n);
        if (bytes.size() > MOST_BYTES) {
          throw failure("answers with more than %d MiB".formatted(MOST_BYTES >> 20));
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw UserFacingException.failed(provider + " broke off in the middle of its sound", e);
    }
  }

  private String reason(int status) {
    return switch (status) {
      case 401, 403 -> "refuses the key (%d): check %s".formatted(status, keyVariable);
      case 404 -> "does not know the address or the model (404): check tts.%s".formatted(provider);
      case 429 -> "takes no more requests for now (429)";
      default -> "answers %d".formatted(status);
    };
  }

  UserFacingException failure(String what) {
    return UserFacingException.failed(provider + " " + what);
  }
}
