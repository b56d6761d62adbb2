package dev.damso.conversation;

import dev.damso.face.FakeFaceAnimator;
import dev.damso.llm.FakeGreetings;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.knowledge.Knowledge;
import dev.damso.stt.FakeSpeechToText;
import dev.damso.stt.SpeechToText;
import dev.damso.tts.FakeTextToSpeech;
import dev.damso.tts.TextToSpeech;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.FakeVoiceActivityDetector;
import dev.damso.video.FakeVideoEncoder;

/** Stages without models. */
public final class FakeStages {
  /** Korean, default persona. */
  public static final ReplySettings SETTINGS =
      new ReplySettings(
          "ko",
          "ko",
          new ThinkerSettings("", Knowledge.NONE, FakeGreetings.GREETINGS, 0, 100, 0, 1, false),
          1,
          700);

  private FakeStages() {}

  public static Stages of(LanguageModel model) {
    return of("오늘 뭐 해?", model, new FakeTextToSpeech(200, ""), false);
  }

  static Stages of(String heard, LanguageModel model, TextToSpeech voice, boolean brokenFace) {
    return of(new FakeSpeechToText(heard), model, voice, brokenFace);
  }

  static Stages of(SpeechToText ears, LanguageModel model, TextToSpeech voice, boolean brokenFace) {
    return new Stages(
        ears,
        model,
        voice,
        CompletenessModel.none(),
        FakeVoiceActivityDetector::new,
        () -> new TurnTaking(TurnSettings.silence(300)),
        () -> new FakeFaceAnimator(brokenFace),
        codec -> new FakeVideoEncoder());
  }
}
