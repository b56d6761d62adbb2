package dev.damso.cli;

import dev.damso.conversation.ReplyPipeline;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.stt.SpeechToText;
import dev.damso.tts.Utterance;
import dev.damso.tts.text.Languages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Runs each stage once, so that the first person does not wait for cold caches, and fills the
 * phrase cache.
 */
final class Warmup {
  private static final Logger LOG = System.getLogger(Warmup.class.getName());

  /** Clauses that models like, most of them first ones. */
  private static final List<String> OPENINGS =
      List.of(
          "네,",
          "네.",
          "죄송해요,",
          "죄송하지만,",
          "죄송합니다.",
          "아,",
          "음,",
          "그렇군요.",
          "알겠습니다.",
          "네, 알겠습니다.",
          "도와드릴까요?",
          "더 궁금한 점이 있으신가요?",
          "Yes,");

  private Warmup() {}

  static void inBackground(Stages stages, ReplySettings settings, Runnable server) {
    Thread.ofPlatform()
        .name("warm-up")
        .daemon()
        .start(() -> {
          try {
            server.run();
            stages(stages, settings);
            phrases(stages, settings);
          } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a stage could not be warmed up", e);
          }
        });
  }

  static void stages(Stages stages, ReplySettings settings) {
    stages
        .speechToText()
        .transcribe(new float[SpeechToText.SAMPLE_RATE], "ko", Cancellation.none());
    new ReplyPipeline(stages, settings).prepare();
    speak(stages, settings, OPENINGS.getFirst());
  }

  /** Fills the phrase cache. */
  static void phrases(Stages stages, ReplySettings settings) {
    for (String text : ReplyPipeline.knownTexts(settings)) {
      ReplyPipeline.clauses(text).forEach(clause -> speak(stages, settings, clause));
    }
    OPENINGS.forEach(opening -> speak(stages, settings, opening));
  }

  private static void speak(Stages stages, ReplySettings settings, String text) {
    stages
        .textToSpeech()
        .speak(
            new Utterance(ReplyId.NONE, text, Languages.of(text, "en"), settings.speed()),
            chunk -> {},
            Cancellation.none());
  }
}
