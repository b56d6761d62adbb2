package dev.damso.tts;

import dev.damso.TestFiles;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.kokoro.KokoroTextToSpeech;
import dev.damso.tts.piper.PiperTextToSpeech;

/** The embedded voices, for tests that skip where they are not installed. */
public final class RealVoices {
  private RealVoices() {}

  public static TextToSpeech korean() {
    return new KokoroTextToSpeech(
        TestFiles.model("kokoro/kokoro.int8.onnx"),
        TestFiles.model("kokoro/voices_ja.npz"),
        TestFiles.model("kokoro/hf_alpha.bin"),
        TestFiles.model("kokoro/vocab.json"),
        2);
  }

  public static TextToSpeech english() {
    return new PiperTextToSpeech(
        TestFiles.model("piper-en-joe/en_US-joe-medium.onnx"),
        TestFiles.model("piper-en-joe/en_US-joe-medium.onnx.json"),
        new EspeakPhonemizer(TestFiles.model("espeak-ng")),
        2);
  }
}
