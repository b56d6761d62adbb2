package dev.damso.cli;

import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.llm.ChatHistory;
import dev.damso.llm.SystemPrompt;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.stt.SpeechToText;
import dev.damso.tts.Utterance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Runs each stage once, so that the first person does not wait for cold caches. */
final class Warmup {
  private static final Logger LOG = System.getLogger(Warmup.class.getName());

  /** Said often, so they go to the phrase cache. */
  private static final List<String> KOREAN = List.of("네,", "안녕하세요!", "네, 알겠습니다.");

  private Warmup() {}

  static void inBackground(Stages stages, ReplySettings settings, Runnable server) {
    Thread.ofPlatform()
        .name("warm-up")
        .daemon()
        .start(() -> {
          try {
            server.run();
            stages(stages, settings);
          } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a stage could not be warmed up", e);
          }
        });
  }

  static void stages(Stages stages, ReplySettings settings) {
    stages
        .speechToText()
        .transcribe(new float[SpeechToText.SAMPLE_RATE], "ko", Cancellation.none());
    stages
        .languageModel()
        .warmUp(
            new ChatHistory(0)
                .prompt(SystemPrompt.of(settings.persona(), settings.language()), "", 1, 0, 1));
    for (String phrase : KOREAN) {
      stages
          .textToSpeech()
          .speak(
              new Utterance(ReplyId.NONE, phrase, "ko", settings.speed()),
              chunk -> {},
              Cancellation.none());
    }
  }
}
