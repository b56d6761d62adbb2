package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.face.FaceAnimator;
import dev.damso.face.photo.OwnAvatars;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.local.E5Gguf;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.model.Catalog;
import dev.damso.model.ConsoleProgress;
import dev.damso.model.ModelStore;
import dev.damso.model.graph.TfliteGraphs;
import dev.damso.model.graph.WhisperGraphs;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.WhisperSpeechToText;
import dev.damso.tts.TextToSpeech;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.SmartTurn;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.SileroModel;
import dev.damso.video.VideoEncoder;
import dev.damso.video.VideoEncoders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Chooses the implementations that a configuration asks for, and fetches the models they need. */
final class Assembly {
  static final String RUNTIME = "onnxruntime";
  static final String VAD = "silero-vad";
  static final String TURN = "smart-turn";
  static final String LLM = "qwen2.5-coder-0.5b-instruct";
  static final String EMBEDDER = "multilingual-e5-small";
  static final String LANDMARKS = "face-landmarks";
  static final String MUSETALK_EARS = "whisper-tiny-states";
  static final String KOKORO = "kokoro";
  static final String PIPER = "piper-en-joe";
  static final String SUPERTONIC = "supertonic";
  static final String ESPEAK = "espeak-ng";

  private static final int LOADERS = 3;

  private final Config config;
  private final ModelStore models;
  private final LlmAssembly llm;
  private final Faces faces;
  private final VoiceAssembly voices;

  Assembly(Config config, Map<String, String> environment) {
    this.config = config;
    this.faces = new Faces(config.face(), new OwnAvatars(OwnAvatars.defaultRoot(environment)));
    this.models =
        ModelStore.open(
            ModelStore.defaultRoot(environment),
            Catalog.bundled(),
            new ConsoleProgress(),
            Map.of(
                "whisper",
                WhisperGraphs::build,
                "whisper-states",
                WhisperGraphs::buildStates,
                "e5",
                E5Gguf::build,
                "tflite",
                TfliteGraphs::build));
    this.voices = new VoiceAssembly(config.tts(), environment, models);
    this.llm =
        new LlmAssembly(
            config.llm(),
            environment,
            new LlmAssembly.Files(
                () -> models.list().stream().anyMatch(e -> e.name().equals(LLM) && e.installed()),
                () -> models.require(LLM).resolve(LLM + "-q4_k_m.gguf"),
                () -> models.require(EMBEDDER).resolve(E5Gguf.FILE),
                models.root().resolve("knowledge")));
  }

  ModelStore models() {
    return models;
  }

  /** The models that the configuration needs, in the order in which they are used. */
  List<String> required() {
    List<String> names = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64")) {
      names.add(RUNTIME);
    }
    names.add(VAD);
    names.addAll(voices.required());
    if (smartTurns()) {
      names.add(TURN);
    }
    if (!SpeechModels.isFolder(config.stt().model())) {
      names.add(config.stt().model());
    }
    names.addAll(requiredToThink());
    return names;
  }

  /** Those of them that answers need. */
  List<String> requiredToThink() {
    List<String> names = new ArrayList<>();
    if (llm.needsLocalModel()) {
      names.add(LLM);
    }
    if (llm.needsEmbedder()) {
      names.add(EMBEDDER);
    }
    return names;
  }

  /** Who answers first: {@code gemini}, {@code local}, …. */
  String llmProvider() {
    return llm.provider();
  }

  SileroModel voiceActivity() {
    return new SileroModel(models.require(VAD).resolve("silero_vad.onnx"));
  }

  private boolean smartTurns() {
    return config.turn().detector().equals("smart");
  }

  CompletenessModel completeness() {
    return smartTurns() ? smartTurn() : CompletenessModel.none();
  }

  SmartTurn smartTurn() {
    return new SmartTurn(models.require(TURN).resolve("smart-turn-v3.2-cpu.onnx"));
  }

  TurnSettings turnSettings() {
    return smartTurns()
        ? TurnSettings.smart(config.turn().limitMs())
        : TurnSettings.silence(config.turn().silenceMs());
  }

  SpeechToText speechToText() {
    return new WhisperSpeechToText(
        SpeechModels.find(
            config.stt().model(),
            WhisperGraphs.Precision.valueOf(config.stt().precision().toUpperCase(Locale.ROOT)),
            models),
        config.stt().threads());
  }

  LanguageModel languageModel() {
    return llm.languageModel();
  }

  VoiceAssembly voices() {
    return voices;
  }

  TextToSpeech textToSpeech() {
    return voices.textToSpeech("");
  }

  Faces faces() {
    return faces;
  }

  Supplier<FaceAnimator> face() {
    return faces.configured();
  }

  Function<VideoCodec, VideoEncoder> encoder() {
    int width = config.face().width();
    int height = config.face().height();
    int bitRate = config.video().bitRate();
    int fps = FaceAnimator.FRAMES_PER_SECOND;
    boolean auto = config.video().encoder().equals("auto");
    String h264 =
        auto ? VideoEncoders.select(width, height, fps, bitRate).name() : config.video().encoder();
    return codec ->
        switch (codec) {
          case H264 ->
              auto
                  ? VideoEncoders.openOrNext(h264, width, height, fps, bitRate)
                  : VideoEncoders.open(h264, width, height, fps, bitRate);
          case VP8 -> VideoEncoders.openVp8(width, height, fps, bitRate);
        };
  }

  /** All stages; their models are loaded side by side. */
  Stages stages() {
    models.requireAll(required());
    try (ExecutorService loaders =
        Executors.newFixedThreadPool(
            LOADERS, Thread.ofPlatform().name("load-", 0).daemon().factory())) {
      Future<LanguageModel> llm = loaders.submit(this::languageModel);
      Future<SpeechToText> stt = loaders.submit(this::speechToText);
      Future<TextToSpeech> tts = loaders.submit(this::textToSpeech);
      Future<CompletenessModel> completeness = loaders.submit(this::completeness);
      Future<SileroModel> vad = loaders.submit(this::voiceActivity);
      Future<Supplier<FaceAnimator>> face = loaders.submit(this::face);
      Future<Function<VideoCodec, VideoEncoder>> encoder = loaders.submit(this::encoder);
      return new Stages(
          loaded(stt),
          loaded(llm),
          loaded(tts),
          loaded(completeness),
          loaded(vad)::newDetector,
          () -> new TurnTaking(turnSettings()),
          loaded(face),
          loaded(encoder));
    }
  }

  /** What was loaded, once it is; fails as the loading did. */
  static <T> T loaded(Future<T> loading) {
    try {
      return loading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserFacingException.failed("interrupted while the models were loaded", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  ReplySettings replySettings() {
    String language = config.stt().language().equals("auto") ? "ko" : config.stt().language();
    return new ReplySettings(
        config.stt().language(),
        language,
        llm.thinker(),
        config.tts().speed(),
        config.tts().stallMs());
  }
}
