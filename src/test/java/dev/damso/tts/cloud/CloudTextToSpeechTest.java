package dev.damso.tts.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.FakeTextToSpeech;
import dev.damso.tts.FallbackTextToSpeech;
import dev.damso.tts.PhoneTimes;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both wire shapes, against a server in this process. */
final class CloudTextToSpeechTest {
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private byte[] answer = wav();
  private boolean cut;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + exchange.getRequestHeaders().getFirst("X-Goog-Api-Key")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer, 0, cut ? answer.length / 2 : answer.length);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  /** Half a second of a tone at 24 kHz, as a stream says it: of unknown length. */
  private static byte[] wav() {
    ByteBuffer wav = ByteBuffer.allocate(44 + 24_000).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(24_000).putInt(48_000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
    for (int i = 0; i < 12_000; i++) {
      wav.putShort((short) (8_000 * Math.sin(i / 10.0)));
    }
    return wav.array();
  }

  private static List<Phoneme> times(String text, String language, float[] samples, int rate) {
    double half = samples.length * 500.0 / rate;
    return List.of(new Phoneme(text, 0, half), new Phoneme(language, half, 2 * half));
  }

  private TextToSpeech openAi() {
    return CloudTextToSpeech.openAi(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
        "secret",
        "tts-1",
        "coral",
        Duration.ofSeconds(20),
        CloudTextToSpeechTest::times);
  }

  private static List<SpeechChunk> say(TextToSpeech voice) {
    List<SpeechChunk> chunks = new ArrayList<>();
    try (voice) {
      voice.speak(new Utterance(new ReplyId(3), "네.", "ko", 1.5), chunks::add, Cancellation.none());
    }
    return chunks;
  }

  @Test
  void openAiSpeaks() {
    SpeechChunk chunk = say(openAi()).getFirst();
    assertThat(chunk.durationMs()).isBetween(450.0, 520.0);
    assertThat(chunk.phonemes()).extracting(Phoneme::symbol).containsExactly("네.", "ko");
    assertThat(asked.getFirst())
        .startsWith("/v1/audio/speech Bearer secret")
        .contains("\"input\":\"네.\"", "\"voice\":\"coral\"", "\"speed\":1.5");
  }

  @Test
  void googleSpeaks() {
    answer =
        ("{\"audioContent\":\"" + Base64.getEncoder().encodeToString(wav()) + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    TextToSpeech google =
        CloudTextToSpeech.google(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/"),
            "secret",
            Map.of("ko", "ko-KR-Neural2-A"),
            2,
            Duration.ofSeconds(20),
            PhoneTimes.UNKNOWN);
    assertThat(say(google)).hasSize(1);
    assertThat(asked.getFirst())
        .startsWith("/v1/text:synthesize nullsecret")
        .contains(
            "\"languageCode\":\"ko-KR\"", "LINEAR16", "\"speakingRate\":1.5", "\"pitch\":2.0");
  }

  @ParameterizedTest
  @CsvSource({
    "401, OPENAI_API_KEY",
    "404, the model",
    "429, no more requests",
    "500, answers 500",
  })
  void aRefusalIsSaid(int refused, String message) {
    status = refused;
    assertThatThrownBy(() -> say(openAi()))
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void garbageAndACutAreSaidAndAnotherVoiceSaysAllOfIt() {
    answer = "<html>busy</html>".repeat(9).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> say(openAi())).hasMessageContaining("no mono 16-bit WAV");
    answer = wav();
    cut = true;
    assertThatThrownBy(() -> say(openAi())).hasMessageContaining("broke off");
    long[] now = {0};
    TextToSpeech both =
        new FallbackTextToSpeech(openAi(), new FakeTextToSpeech(700, ""), () -> now[0]);
    assertThat(say(both).getFirst().durationMs()).isEqualTo(700);
    int requests = asked.size();
    assertThat(say(both).getFirst().durationMs()).isEqualTo(700);
    assertThat(asked).hasSize(requests);
  }
}
