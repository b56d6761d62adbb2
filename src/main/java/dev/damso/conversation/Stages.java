package dev.damso.conversation;

import dev.damso.face.FaceAnimator;
import dev.damso.llm.LanguageModel;
import dev.damso.media.VideoCodec;
import dev.damso.stt.SpeechToText;
import dev.damso.tts.TextToSpeech;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnDetector;
import dev.damso.vad.VoiceActivityDetector;
import dev.damso.video.VideoEncoder;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The stages of a conversation. The first four are shared by all conversations, the suppliers make
 * one of their kind for each.
 */
public record Stages(
    SpeechToText speechToText,
    LanguageModel languageModel,
    TextToSpeech textToSpeech,
    CompletenessModel completeness,
    Supplier<VoiceActivityDetector> voiceActivity,
    Supplier<TurnDetector> turns,
    Supplier<FaceAnimator> face,
    Function<VideoCodec, VideoEncoder> encoder) {
  /** The same stages with another face. */
  public Stages withFace(Supplier<FaceAnimator> other) {
    return new Stages(
        speechToText,
        languageModel,
        textToSpeech,
        completeness,
        voiceActivity,
        turns,
        other,
        encoder);
  }
}
