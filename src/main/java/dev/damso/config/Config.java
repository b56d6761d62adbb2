package dev.damso.config;

import java.util.List;

/**
 * All settings. Keys and defaults are said in {@code defaults.yaml}, beside this class.
 *
 * @see ConfigLoader
 */
public record Config(
    Server server,
    WebRtc webrtc,
    Turn turn,
    Stt stt,
    LlmConfig llm,
    Tts tts,
    Face face,
    Video video,
    Recording recording,
    Telemetry telemetry) {
  /** These settings with another look. */
  public Config withFace(Face other) {
    return new Config(server, webrtc, turn, stt, llm, tts, other, video, recording, telemetry);
  }

  /** Where the server listens. */
  public record Server(
      String host,
      int port,
      int udpPort,
      String publicAddress,
      int maxConversations,
      int viewers) {}

  /**
   * Media's way to the browser.
   *
   * @param iceServers URLs of STUN and TURN servers for browsers
   */
  public record WebRtc(List<String> iceServers) {
    public WebRtc {
      iceServers = iceServers == null ? List.of() : List.copyOf(iceServers);
    }
  }

  /** When a turn is over. */
  public record Turn(String detector, int limitMs, int silenceMs) {}

  /**
   * Speech to text.
   *
   * @param model a name of the catalogue, or a folder of CTranslate2 weights
   * @param precision of a folder's graphs: int8, or fp16 for a GPU
   */
  public record Stt(String model, String precision, String language, int threads) {}

  /**
   * Text to speech.
   *
   * @param pitch semitones above the voice's own, for voices that can
   * @param stallMs without a new word of the language model, until what there is of a sentence is
   *     spoken
   */
  public record Tts(
      double speed,
      double pitch,
      int threads,
      Voices voices,
      int stallMs,
      int cloudMs,
      SupertonicVoice supertonic,
      OpenAiVoice openai,
      GoogleVoice google) {}

  /** Who speaks which language. */
  public record Voices(String ko, String en, String other) {}

  /**
   * Supertonic.
   *
   * @param voice a name, or the path of a style
   * @param steps in which noise becomes speech
   */
  public record SupertonicVoice(String voice, int steps) {}

  /** Any server of OpenAI's {@code /audio/speech}. */
  public record OpenAiVoice(String model, String voice, String baseUrl) {}

  /** Google Cloud Text-to-Speech. */
  public record GoogleVoice(String ko, String en, String baseUrl) {}

  /**
   * What is seen.
   *
   * @param avatar a name, or a folder
   * @param backdrop a name, or a picture
   * @param device what draws neural mouths: auto, cpu, cuda or tensorrt
   * @param badge whether avatars from photos carry one
   * @param lips what those of voices without phones follow: heard or loudness
   * @param uploads who may make avatars on the page: local, everyone or nobody
   */
  public record Face(
      String avatar,
      String backdrop,
      int width,
      int height,
      String device,
      boolean badge,
      String lips,
      String uploads) {}

  /** H.264. */
  public record Video(String encoder, int bitRate) {}

  /**
   * Conversations kept as films.
   *
   * @param folder where, or empty: none is
   * @param microphone whether the person is, too
   */
  public record Recording(String folder, boolean microphone) {}

  /**
   * What an operator sees.
   *
   * @param metrics whether {@code /metrics} is served
   * @param otlpEndpoint where traces go, or empty
   */
  public record Telemetry(boolean metrics, String otlpEndpoint) {}
}
