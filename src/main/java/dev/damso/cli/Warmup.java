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
import java.util.ArrayList;
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

  /** What each voice is warmed up with; none of the phrases, for those may lie on the disk. */
  private static final List<String> FIRST_WORDS = List.of("여보세요?", "Hello there.");

  private Warmup() {}

  /**
   * @param lull when phrases may be made: they take some seconds of both cores
   */
  static void inBackground(Stages stages, ReplySettings settings, Runnable server, Lull lull) {
    Thread.ofPlatform()
        .name("warm-up")
        .daemon()
        .start(() -> {
          try {
            server.run();
            stages(stages, settings);
            phrases(stages, settings, lull);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
    for (String text : FIRST_WORDS) {
      stages.textToSpeech().speak(utterance(text, settings), _ -> {}, Cancellation.none());
    }
  }

  /** Fills the phrase cache; blocks until that is done. */
  static void phrases(Stages stages, ReplySettings settings, Lull lull)
      throws InterruptedException {
    for (String text : texts(settings)) {
      boolean ready;
      do {
        for (long ms = lull.waitMs(); ms > 0; ms = lull.waitMs()) {
          Thread.sleep(ms);
        }
        ready = stages.textToSpeech().prepare(utterance(text, settings), lull.begin());
      } while (!ready);
    }
  }

  private static List<String> texts(ReplySettings settings) {
    List<String> texts = new ArrayList<>();
    for (String text : ReplyPipeline.knownTexts(settings)) {
      texts.addAll(ReplyPipeline.clauses(text));
    }
    texts.addAll(OPENINGS);
    return texts;
  }

  private static Utterance utterance(String text, ReplySettings settings) {
    return new Utterance(ReplyId.NONE, text, Languages.of(text, "en"), settings.speed());
  }
}
