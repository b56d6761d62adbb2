package dev.damso.tts.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.tts.Mastering;
import dev.damso.tts.Mastering.Take;
import dev.damso.tts.PhoneTimes;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.text.Characters;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A voice over HTTP. A clause comes as a whole: one that is cut off is thrown away, and another
 * voice can say all of it. These voices tell no phoneme times: {@link PhoneTimes} finds them.
 * Thread safe.
 */
public final class CloudTextToSpeech implements TextToSpeech {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SpeechRequest request;
  private final Wire wire;
  private final PhoneTimes times;

  /** How a provider is asked, and where its sound is. */
  private interface Wire {
    ObjectNode ask(Utterance utterance, String text);

    /** A WAV, or nothing. */
    byte[] sound(byte[] answer);
  }

  private CloudTextToSpeech(SpeechRequest request, Wire wire, PhoneTimes times) {
    this.request = request;
    this.wire = wire;
    this.times = times;
  }

  /**
   * Any server of OpenAI's {@code POST /audio/speech}.
   *
   * @param baseUrl with the version: {@code https://api.openai.com/v1}
   * @param key empty where none is needed
   */
  public static CloudTextToSpeech openAi(
      URI baseUrl, String key, String model, String voice, Duration limit, PhoneTimes times) {
    SpeechRequest request =
        new SpeechRequest(
            SpeechRequest.client(),
            "openai",
            below(baseUrl, "audio/speech"),
            "OPENAI_API_KEY",
            key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key),
            limit);
    return new CloudTextToSpeech(
        request,
        new Wire() {
          @Override
          public ObjectNode ask(Utterance utterance, String text) {
            return JSON.createObjectNode()
                .put("model", model)
                .put("voice", voice)
                .put("input", text)
                .put("response_format", "wav")
                .put("speed", utterance.speed());
          }

          @Override
          public byte[] sound(byte[] answer) {
            return answer;
          }
        },
        times);
  }

  /**
   * Google Cloud Text-to-Speech, {@code text:synthesize}.
   *
   * @param baseUrl with the version: {@code https://texttospeech.googleapis.com/v1}
   * @param voices by language: {@code ko} → {@code ko-KR-Neural2-A}
   * @param semitones above the voice's own pitch
   */
  public static CloudTextToSpeech google(
      URI baseUrl,
      String key,
      Map<String, String> voices,
      double semitones,
      Duration limit,
      PhoneTimes times) {
    SpeechRequest request =
        new SpeechRequest(
            SpeechRequest.client(),
            "google",
            below(baseUrl, "text:synthesize"),
            "GOOGLE_API_KEY",
            Map.of("X-Goog-Api-Key", key),
            limit);
    return new CloudTextToSpeech(
        request,
        new Wire() {
          @Override
          public ObjectNode ask(Utterance utterance, String text) {
            ObjectNode ask = JSON.createObjectNode();
            ask.putObject("input").put("text", text);
            ObjectNode voice = ask.putObject("voice");
            String name = voices.get(utterance.language());
            if (name == null) {
              voice.put("languageCode", utterance.language());
            } else {
              voice.put("languageCode", name.replaceAll("^(\\w+-\\w+)-.*", "$1")).put("name", name);
            }
            ObjectNode sound = ask.putObject("audioConfig");
            sound.put("audioEncoding", "LINEAR16").put("sampleRateHertz", 24_000);
            sound.put("speakingRate", utterance.speed());
            if (semitones != 0) {
              sound.put("pitch", semitones);
            }
            return ask;
          }

          @Override
          public byte[] sound(byte[] answer) {
            try {
              JsonNode content = JSON.readTree(answer).path("audioContent");
              return content.isTextual() ? content.binaryValue() : new byte[0];
            } catch (IOException e) {
              return new byte[0];
            }
          }
        },
        times);
  }

  private static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
  }

  /**
   * @throws UserFacingException that says what is wrong with the service; nothing was said then
   */
  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    String text = Characters.clean(utterance.text()).strip();
    if (text.codePoints().noneMatch(Character::isLetterOrDigit) || cancellation.isCancelled()) {
      return;
    }
    byte[] answer = request.send(wire.ask(utterance, text).toString(), cancellation);
    if (cancellation.isCancelled()) {
      return;
    }
    Optional<Sound> sound = Sound.ofWav(wire.sound(answer));
    if (sound.isEmpty() || sound.get().samples().length == 0) {
      throw request.failure("answers with something that is no mono 16-bit WAV");
    }
    float[] samples = sound.get().samples();
    int rate = sound.get().sampleRate();
    Take take = Mastering.of(samples, rate, times.find(text, utterance.language(), samples, rate));
    if (take.pcm().length > 0) {
      onChunk.accept(
          new SpeechChunk(
              utterance.reply(), take.pcm(), text, utterance.language(), take.phonemes()));
    }
  }

  @Override
  public String name() {
    return request.provider();
  }

  @Override
  public void close() {
    request.http().shutdownNow();
  }
}
