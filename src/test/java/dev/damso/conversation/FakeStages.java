package dev.damso.conversation;

import dev.damso.face.FakeFaceAnimator;
import dev.damso.llm.FakeGreetings;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.knowledge.Knowledge;
import dev.damso.media.VideoCodec;
import dev.damso.stt.FakeSpeechToText;
import dev.damso.stt.SpeechToText;
import dev.damso.tts.FakeTextToSpeech;
import dev.damso.tts.TextToSpeech;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.FakeVoiceActivityDetector;
import dev.damso.video.FakeVideoEncoder;
import dev.damso.video.VideoEncoder;
import dev.damso.video.VideoEncoders;

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

  private static final int FPS = 25;
  private static final int BITS = 300_000;

  private FakeStages() {}

  public static Stages of(LanguageModel model) {
    return of("오늘 뭐 해?", model, new FakeTextToSpeech(200, ""), false);
  }

  /** Whose pictures, grey squares, are really coded. */
  public static Stages filmed(LanguageModel model) {
    Stages fakes = of(model);
    return new Stages(
        fakes.speechToText(),
        fakes.languageModel(),
        fakes.textToSpeech(),
        fakes.completeness(),
        fakes.voiceActivity(),
        fakes.turns(),
        fakes.face(),
        FakeStages::encoder);
  }

  private static VideoEncoder encoder(VideoCodec codec) {
    int side = FakeFaceAnimator.SIDE;
    if (codec == VideoCodec.VP8) {
      return VideoEncoders.openVp8(side, side, FPS, BITS);
    }
    String name = VideoEncoders.select(side, side, FPS, BITS).name();
    return VideoEncoders.open(name, side, side, FPS, BITS);
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
