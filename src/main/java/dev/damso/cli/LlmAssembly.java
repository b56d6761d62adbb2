package dev.damso.cli;

import dev.damso.config.LlmConfig;
import dev.damso.conversation.ThinkerSettings;
import dev.damso.llm.EchoLanguageModel;
import dev.damso.llm.FallbackLanguageModel;
import dev.damso.llm.Greetings;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LazyLanguageModel;
import dev.damso.llm.cloud.CloudModels;
import dev.damso.llm.cloud.CloudModels.Endpoint;
import dev.damso.llm.knowledge.Knowledge;
import dev.damso.llm.local.LlamaLanguageModel;
import dev.damso.llm.local.LlamaTextEmbedder;
import dev.damso.llm.tool.ToolUsingLanguageModel;
import dev.damso.llm.tool.Toolbox;
import dev.damso.media.UserFacingException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes what {@code llm} in the configuration asks for. */
final class LlmAssembly {
  private static final Set<String> PROVIDERS =
      Set.of("gemini", "openai", "anthropic", "local", "echo");

  private final LlmConfig config;
  private final Map<String, String> environment;
  private final Files files;
  private @Nullable Knowledge knowledge;
  private boolean embedding;

  /**
   * Models of the catalogue.
   *
   * @param localInstalled whether the language model is there
   * @param local where it is; fetches it if need be
   * @param embedder the embedding model, the same
   * @param vectors a folder for what it found
   */
  record Files(
      Supplier<Boolean> localInstalled,
      Supplier<Path> local,
      Supplier<Path> embedder,
      Path vectors) {}

  LlmAssembly(LlmConfig config, Map<String, String> environment, Files files) {
    this.config = config;
    this.environment = environment;
    this.files = files;
  }

  /** Who answers first. */
  String provider() {
    String provider = config.provider().strip();
    if (provider.equals("auto")) {
      return environment.getOrDefault("GEMINI_API_KEY", "").isEmpty() ? "local" : "gemini";
    }
    return known("llm.provider is auto or", provider);
  }

  /** Who answers where that fails, in order. */
  List<String> fallbacks() {
    String wanted = config.fallbacks().strip();
    Set<String> names = new LinkedHashSet<>();
    if (wanted.equals("auto")) {
      if (isCloud(provider())
          && (!config.local().file().isEmpty() || files.localInstalled().get())) {
        names.add("local");
      }
    } else if (!wanted.equals("none") && !wanted.isEmpty()) {
      Arrays.stream(wanted.split(","))
          .map(name -> known("llm.fallbacks holds", name.strip()))
          .forEach(names::add);
    }
    names.remove(provider());
    return List.copyOf(names);
  }

  /** Whether the catalogue's language model is to be fetched. */
  boolean needsLocalModel() {
    return config.local().file().isEmpty()
        && (provider().equals("local") || fallbacks().contains("local"));
  }

  /** Whether the catalogue's embedding model is to be fetched. */
  boolean needsEmbedder() {
    return config.knowledgeSearch().equals("meaning") && knowledge().isLarge();
  }

  /** As it is on the disk; searched by words. */
  private synchronized Knowledge knowledge() {
    Knowledge known = knowledge;
    if (known == null) {
      known =
          config.knowledge().isBlank()
              ? Knowledge.NONE
              : Knowledge.load(Path.of(config.knowledge()));
      knowledge = known;
    }
    return known;
  }

  /** As it is searched; with a model of its own, if it needs one. */
  private synchronized Knowledge searched() {
    if (needsEmbedder() && !embedding) {
      embedding = true;
      knowledge =
          knowledge()
              .byMeaning(
                  new LlamaTextEmbedder(files.embedder().get(), config.local().threads()),
                  files.vectors());
    }
    return knowledge();
  }

  private static boolean isCloud(String provider) {
    return Set.of("gemini", "openai", "anthropic").contains(provider);
  }

  private static String known(String where, String provider) {
    if (!PROVIDERS.contains(provider)) {
      throw UserFacingException.badInput(
          where + " gemini, openai, anthropic, local or echo, not " + provider);
    }
    return provider;
  }

  LanguageModel languageModel() {
    List<LanguageModel> chain = new ArrayList<>();
    chain.add(model(provider()));
    for (String name : fallbacks()) {
      chain.add(
          name.equals("local")
              ? new LazyLanguageModel("local", () -> model("local"))
              : model(name));
    }
    // The knowledge ends with the model that it is for.
    LanguageModel models = new FallbackLanguageModel(chain, () -> knowledge().close());
    return config.tools().isEmpty() ? models : new ToolUsingLanguageModel(models, toolbox());
  }

  private Toolbox toolbox() {
    return new Toolbox(
        HttpTools.of(config.tools(), environment), Duration.ofMillis(config.toolTimeoutMs()));
  }

  private LanguageModel model(String provider) {
    return switch (provider) {
      case "gemini" ->
          CloudModels.gemini(
              endpoint(provider, config.gemini().model(), config.gemini().baseUrl()),
              config.gemini().thinkingLevel());
      case "anthropic" ->
          CloudModels.anthropic(
              endpoint(provider, config.anthropic().model(), config.anthropic().baseUrl()));
      case "openai" ->
          CloudModels.openAi(
              endpoint(provider, config.openai().model(), config.openai().baseUrl()),
              config.openai().reasoningEffort());
      case "echo" -> new EchoLanguageModel();
      default ->
          new LlamaLanguageModel(
              config.local().file().isEmpty()
                  ? files.local().get()
                  : Path.of(config.local().file()),
              config.local().threads(),
              config.local().contextTokens(),
              config.local().temperature());
    };
  }

  private Endpoint endpoint(String provider, String model, String baseUrl) {
    String variable = provider.toUpperCase(java.util.Locale.ROOT) + "_API_KEY";
    String key = environment.getOrDefault(variable, "").strip();
    URI uri = BaseUrls.parse("llm.%s.baseUrl".formatted(provider), baseUrl);
    if (key.isEmpty() && CloudModels.needsKey(uri)) {
      throw UserFacingException.badInput(
          "%s is to answer, but %s is not set in the environment".formatted(provider, variable));
    }
    return new Endpoint(model, uri, key, Duration.ofMillis(config.firstTokenMs()));
  }

  ThinkerSettings thinker() {
    return new ThinkerSettings(
        config.persona(),
        searched(),
        new Greetings(
            config.greetings().stream()
                .map(g -> new Greetings.Greeting(g.words(), g.opening(), g.alone()))
                .toList(),
            config.answers().stream().map(a -> new Greetings.Known(a.said(), a.answer())).toList()),
        config.fillerMs(),
        config.maxTokens(),
        config.temperature(),
        config.topK(),
        emotions());
  }

  /** Small models write tags everywhere, or speak of them. */
  private boolean emotions() {
    return config.emotions().equals("always")
        || config.emotions().equals("auto") && !List.of("local", "echo").contains(provider());
  }
}
