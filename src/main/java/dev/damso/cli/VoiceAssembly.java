package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.media.UserFacingException;
import dev.damso.model.ModelStore;
import dev.damso.tts.FallbackTextToSpeech;
import dev.damso.tts.PhoneTimes;
import dev.damso.tts.PhraseCache;
import dev.damso.tts.PhraseFiles;
import dev.damso.tts.RoutingTextToSpeech;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.cloud.CloudTextToSpeech;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.espeak.EspeakTextToSpeech;
import dev.damso.tts.kokoro.KokoroTextToSpeech;
import dev.damso.tts.piper.PiperTextToSpeech;
import dev.damso.tts.supertonic.SupertonicTextToSpeech;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the voices that {@code tts.voices} in the configuration asks for. */
final class VoiceAssembly {
  /**
   * A voice that can be asked for.
   *
   * @param languages that it speaks
   * @param model its name in the catalogue, or empty
   * @param key the environment variable that it needs, or empty
   */
  record Known(String name, String languages, String model, String key) {}

  static final List<Known> ALL =
      List.of(
          new Known("kokoro-hj", "ko", Assembly.KOKORO, ""),
          new Known("piper-joe", "en", Assembly.PIPER, ""),
          new Known("supertonic", "ko,en,+29", Assembly.SUPERTONIC, ""),
          new Known("espeak", "100+", Assembly.ESPEAK, ""),
          new Known("openai", "many", "", "OPENAI_API_KEY"),
          new Known("google", "many", "", "GOOGLE_API_KEY"));

  private static final Map<String, String> EMBEDDED =
      Map.of("ko", "kokoro-hj", "en", "piper-joe", "other", "espeak");
  private static final String OPENAI_HOST = "api.openai.com";

  private final Config.Tts config;
  private final Map<String, String> environment;
  private final ModelStore models;

  VoiceAssembly(Config.Tts config, Map<String, String> environment, ModelStore models) {
    this.config = config;
    this.environment = environment;
    this.models = models;
  }

  /** By language, {@code other} for all others. */
  Map<String, String> chosen() {
    Map<String, String> chosen = new LinkedHashMap<>();
    chosen.put("ko", config.voices().ko());
    chosen.put("en", config.voices().en());
    chosen.put("other", config.voices().other());
    chosen.forEach((language, name) -> known("tts.voices." + language, name));
    return chosen;
  }

  private static Known known(String where, String name) {
    return ALL.stream()
        .filter(voice -> voice.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            UserFacingException.badInput(
                "%s: there is no voice \"%s\"; there are %s"
                    .formatted(
                        where, name, String.join(", ", ALL.stream().map(Known::name).toList()))));
  }

  /** Names of the catalogue, with those of the voices that stand in. */
  Set<String> required() {
    Set<String> names = new LinkedHashSet<>();
    chosen()
        .forEach((language, name) -> {
          Known voice = known("tts.voices", name);
          names.add(
              voice.model().isEmpty()
                  ? known("", EMBEDDED.getOrDefault(language, "espeak")).model()
                  : voice.model());
        });
    names.add(Assembly.ESPEAK);
    return names;
  }

  /**
   * @param only a voice for everything, or empty
   */
  TextToSpeech textToSpeech(String only) {
    Map<String, String> chosen = chosen();
    if (!only.isEmpty()) {
      known("--voice", only);
      chosen.replaceAll((language, name) -> only);
    }
    EspeakPhonemizer espeak = new EspeakPhonemizer(models.require(Assembly.ESPEAK));
    PhoneTimes times = new AlignedPhones(espeak);
    PhraseCache cache = new PhraseCache(phraseFiles());
    Map<String, TextToSpeech> made = new HashMap<>();
    Map<String, TextToSpeech> byLanguage = new HashMap<>();
    chosen.forEach((language, name) -> {
      boolean cloud = known("tts.voices", name).model().isEmpty();
      if (!cloud) {
        byLanguage.put(
            language, made.computeIfAbsent(name, n -> embedded(n, espeak, times, cache)));
        return;
      }
      String standIn = EMBEDDED.getOrDefault(language, "espeak");
      TextToSpeech second = made.computeIfAbsent(standIn, n -> embedded(n, espeak, times, cache));
      TextToSpeech first =
          made.computeIfAbsent(name, n -> cache.over(cloud(n, times), cloudIdentity(n)));
      byLanguage.put(
          language, new FallbackTextToSpeech(first, second, () -> System.nanoTime() / 1_000_000));
    });
    TextToSpeech other = java.util.Objects.requireNonNull(byLanguage.remove("other"));
    return new RoutingTextToSpeech(byLanguage, other, only.isEmpty(), List.copyOf(made.values()));
  }

  private TextToSpeech embedded(
      String name, EspeakPhonemizer espeak, PhoneTimes times, PhraseCache cache) {
    TextToSpeech voice = embedded(name, espeak, times);
    // The English of Piper is espeak-ng's.
    String models =
        this.models.fingerprint(known("", name).model())
            + " "
            + this.models.fingerprint(Assembly.ESPEAK);
    String style = name.equals("supertonic") ? config.supertonic().toString() : "";
    return cache.over(voice, "%s %s %s %s".formatted(name, config.pitch(), style, models));
  }

  private String cloudIdentity(String name) {
    return "%s %s %s"
        .formatted(name, config.pitch(), name.equals("openai") ? config.openai() : config.google());
  }

  /** Kept until the next build, which may pronounce otherwise. */
  private Optional<PhraseFiles> phraseFiles() {
    return Builds.running().map(build -> new PhraseFiles(models.root().resolve("phrases"), build));
  }

  private TextToSpeech embedded(String name, EspeakPhonemizer espeak, PhoneTimes times) {
    return switch (name) {
      case "kokoro-hj" -> {
        Path kokoro = models.require(Assembly.KOKORO);
        yield new KokoroTextToSpeech(
            kokoro.resolve("kokoro.int8.onnx"),
            kokoro.resolve("voices_ja.npz"),
            kokoro.resolve("hf_alpha.bin"),
            kokoro.resolve("vocab.json"),
            config.threads());
      }
      case "piper-joe" -> {
        Path piper = models.require(Assembly.PIPER);
        yield new PiperTextToSpeech(
            piper.resolve("en_US-joe-medium.onnx"),
            piper.resolve("en_US-joe-medium.onnx.json"),
            espeak,
            config.threads());
      }
      case "supertonic" ->
          new SupertonicTextToSpeech(
              models.require(Assembly.SUPERTONIC),
              config.supertonic().voice(),
              config.supertonic().steps(),
              config.threads(),
              times);
      default -> new EspeakTextToSpeech(espeak, config.pitch());
    };
  }

  private TextToSpeech cloud(String name, PhoneTimes times) {
    Duration limit = Duration.ofMillis(config.cloudMs());
    String key = environment.getOrDefault(known("", name).key(), "").strip();
    boolean openAi = name.equals("openai");
    URI address =
        BaseUrls.parse(
            "tts.%s.baseUrl".formatted(name),
            openAi ? config.openai().baseUrl() : config.google().baseUrl());
    if (key.isEmpty() && (!openAi || OPENAI_HOST.equals(address.getHost()))) {
      throw UserFacingException.badInput(
          "%s is to speak, but %s is not set in the environment"
              .formatted(name, known("", name).key()));
    }
    return openAi
        ? CloudTextToSpeech.openAi(
            address, key, config.openai().model(), config.openai().voice(), limit, times)
        : CloudTextToSpeech.google(
            address,
            key,
            Map.of("ko", config.google().ko(), "en", config.google().en()),
            config.pitch(),
            limit,
            times);
  }
}
