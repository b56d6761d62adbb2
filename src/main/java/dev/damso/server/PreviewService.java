package dev.damso.server;

import dev.damso.audio.Wav;
import dev.damso.conversation.ReplyPipeline;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.text.EmotionTags;
import dev.damso.tts.text.Languages;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How the voices sound: {@code POST} a text (query: {@code language}) → a WAV of 48 kHz. One at a
 * time and few a minute, for a conversation has the voices first.
 */
final class PreviewService implements HttpService {
  static final int LONGEST = 200;
  private static final int LONGEST_BYTES = 4 * LONGEST;

  private final Supplier<TextToSpeech> voice;
  private final LongSupplier nowMs;
  private final RateLimit limit = new RateLimit(6, 5_000);
  private final Semaphore one = new Semaphore(1);

  /**
   * @param voice blocks until it is loaded
   * @param nowMs a clock that only goes forward
   */
  PreviewService(Supplier<TextToSpeech> voice, LongSupplier nowMs) {
    this.voice = voice;
    this.nowMs = nowMs;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/", this::preview);
  }

  private void preview(ServerRequest request, ServerResponse response) {
    if (!SignallingService.sameOrigin(request)) {
      refuse(response, Status.FORBIDDEN_403, "other origins may not use the voices");
      return;
    }
    byte[] body = body(request);
    String text = new String(body, StandardCharsets.UTF_8);
    if (body.length > LONGEST_BYTES || text.length() > LONGEST) {
      refuse(
          response,
          Status.REQUEST_ENTITY_TOO_LARGE_413,
          "at most %d characters are spoken".formatted(LONGEST));
      return;
    }
    List<String> clauses = ReplyPipeline.clauses(text).stream().map(EmotionTags::strip).toList();
    if (clauses.isEmpty()) {
      refuse(response, Status.BAD_REQUEST_400, "there is nothing to say in that text");
    } else if (!limit.allows(nowMs.getAsLong()) || !one.tryAcquire()) {
      refuse(response, Status.TOO_MANY_REQUESTS_429, "too many previews; try again in a moment");
    } else {
      try {
        speak(clauses, request.query().first("language").orElse("en"), response);
      } finally {
        one.release();
      }
    }
  }

  private void speak(List<String> clauses, String wish, ServerResponse response) {
    String fallback = wish.startsWith("ko") ? "ko" : "en";
    List<SpeechChunk> chunks = new ArrayList<>();
    try {
      for (String clause : clauses) {
        String language = Languages.of(clause, fallback);
        voice
            .get()
            .speak(
                new Utterance(ReplyId.NONE, clause, language, 1), chunks::add, Cancellation.none());
      }
    } catch (UserFacingException e) {
      refuse(response, Status.BAD_GATEWAY_502, "the voice cannot speak now");
      return;
    }
    response
        .header(HeaderNames.CONTENT_TYPE, "audio/wav")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(Wav.bytes(SpeechChunk.join(chunks), SpeechChunk.SAMPLE_RATE));
  }

  private static void refuse(ServerResponse response, Status status, String why) {
    response.status(status).send(why);
  }

  private static byte[] body(ServerRequest request) {
    try (InputStream in = request.content().inputStream()) {
      return in.readNBytes(LONGEST_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
