package dev.damso.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the configuration: defaults, then {@code damso.yaml}, then the environment. */
public final class ConfigLoader {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private ConfigLoader() {}

  /**
   * @param file what {@code --config} named, or empty for {@code damso.yaml} if there is one
   * @param environment as {@link System#getenv()}
   * @throws UserFacingException for a missing or malformed file, an unknown key or a bad value
   */
  public static Config load(Optional<Path> file, Map<String, String> environment) {
    ObjectNode tree = defaults();
    if (file.isPresent() && !Files.isRegularFile(file.get())) {
      throw UserFacingException.badInput("no configuration file at " + file.get());
    }
    Path chosen = file.orElse(Path.of("damso.yaml"));
    if (Files.isRegularFile(chosen)) {
      merge(tree, read(chosen), chosen, "");
    }
    override(tree, "DAMSO", environment);
    Config config = toConfig(tree, chosen);
    check(config);
    return config;
  }

  private static ObjectNode defaults() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream("defaults.yaml")) {
      return (ObjectNode) YAML.readTree(Objects.requireNonNull(in, "defaults.yaml"));
    } catch (IOException e) {
      throw new IllegalStateException("defaults.yaml cannot be read", e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw UserFacingException.badInput(
          "%s line %d is not YAML: %s"
              .formatted(file, e.getLocation().getLineNr(), firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void merge(ObjectNode into, JsonNode from, Path file, String prefix) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      String key = prefix + entry.getKey();
      JsonNode old = into.get(entry.getKey());
      if (old == null) {
        throw UserFacingException.badInput(
            "%s: there is no setting %s (see README, Configuration)".formatted(file, key));
      }
      if (old instanceof ObjectNode group) {
        merge(group, entry.getValue(), file, key + ".");
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }

  private static void override(ObjectNode node, String prefix, Map<String, String> environment) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = prefix + "_" + upperSnake(entry.getKey());
      String value = environment.get(name);
      if (entry.getValue() instanceof ObjectNode group) {
        override(group, name, environment);
      } else if (value != null && entry.getValue() instanceof ArrayNode) {
        ArrayNode list = node.arrayNode();
        Pattern.compile(",").splitAsStream(value).map(String::strip).forEach(list::add);
        entry.setValue(list);
      } else if (value != null) {
        entry.setValue(node.textNode(value));
      }
    }
  }

  private static Config toConfig(ObjectNode tree, Path file) {
    try {
      return YAML.treeToValue(tree, Config.class);
    } catch (UnrecognizedPropertyException e) {
      throw UserFacingException.badInput(
          "%s: there is no setting %s".formatted(file, e.getPropertyName()));
    } catch (com.fasterxml.jackson.databind.JsonMappingException e) {
      String where =
          e.getPath().stream()
              .map(reference -> String.valueOf(reference.getFieldName()))
              .reduce((a, b) -> a + "." + b)
              .orElse("a setting");
      throw UserFacingException.badInput(
          "bad value for %s: %s".formatted(where, firstLine(e.getOriginalMessage())));
    } catch (JsonProcessingException e) {
      throw UserFacingException.badInput(file + ": " + firstLine(e.getOriginalMessage()));
    }
  }

  private static void check(Config config) {
    range("server.port", config.server().port(), 0, 65_535);
    range("server.udpPort", config.server().udpPort(), 0, 65_535);
    if (!List.of("smart", "silence").contains(config.turn().detector())) {
      throw UserFacingException.badInput(
          "turn.detector is smart or silence, not " + config.turn().detector());
    }
    if (!List.of("int8", "fp16").contains(config.stt().precision())) {
      throw UserFacingException.badInput(
          "stt.precision is int8 or fp16, not " + config.stt().precision());
    }
    range("stt.threads", config.stt().threads(), 1, 256);
    range("turn.limitMs", config.turn().limitMs(), 300, 10_000);
    range("turn.silenceMs", config.turn().silenceMs(), 100, 5_000);
    if (!List.of("auto", "always", "never").contains(config.llm().emotions())) {
      throw UserFacingException.badInput(
          "llm.emotions is auto, always or never, not " + config.llm().emotions());
    }
    range("llm.maxTokens", config.llm().maxTokens(), 1, 4_096);
    range("llm.firstTokenMs", config.llm().firstTokenMs(), 100, 60_000);
    range("llm.fillerMs", config.llm().fillerMs(), 0, 10_000);
    range("llm.toolTimeoutMs", config.llm().toolTimeoutMs(), 100, 30_000);
    if (!List.of("meaning", "words").contains(config.llm().knowledgeSearch())) {
      throw UserFacingException.badInput(
          "llm.knowledgeSearch is meaning or words, not " + config.llm().knowledgeSearch());
    }
    range("llm.local.threads", config.llm().local().threads(), 1, 256);
    range("llm.local.contextTokens", config.llm().local().contextTokens(), 512, 131_072);
    range("video.bitRate", config.video().bitRate(), 50_000, 50_000_000);
    range("face.width", config.face().width(), 64, 1_920);
    range("face.height", config.face().height(), 64, 1_080);
    if (config.face().width() % 2 != 0 || config.face().height() % 2 != 0) {
      throw UserFacingException.badInput("face.width and face.height must be even");
    }
    if (!List.of("heard", "loudness").contains(config.face().lips())) {
      throw UserFacingException.badInput(
          "face.lips is heard or loudness, not " + config.face().lips());
    }
    if (!List.of("local", "everyone", "nobody").contains(config.face().uploads())) {
      throw UserFacingException.badInput(
          "face.uploads is local, everyone or nobody, not " + config.face().uploads());
    }
    String endpoint = config.telemetry().otlpEndpoint();
    if (!endpoint.isEmpty() && !endpoint.matches("https?://.+")) {
      throw UserFacingException.badInput(
          "telemetry.otlpEndpoint is an http or https address, not " + endpoint);
    }
    if (config.tts().speed() < 0.5 || config.tts().speed() > 2) {
      throw UserFacingException.badInput("tts.speed must be between 0.5 and 2");
    }
    if (!(Math.abs(config.tts().pitch()) <= 12)) {
      throw UserFacingException.badInput("tts.pitch must be between -12 and 12");
    }
    range("tts.threads", config.tts().threads(), 1, 256);
    range("tts.stallMs", config.tts().stallMs(), 100, 60_000);
    range("tts.cloudMs", config.tts().cloudMs(), 100, 60_000);
    range("tts.supertonic.steps", config.tts().supertonic().steps(), 1, 32);
  }

  private static void range(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw UserFacingException.badInput(
          "%s must be between %d and %d, not %d".formatted(name, low, high, value));
    }
  }

  private static String upperSnake(String camel) {
    return camel.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
