package dev.damso.stt;

import dev.damso.media.Cancellation;

/** Hears the same words whatever is said. */
public record FakeSpeechToText(String text) implements SpeechToText {
  @Override
  public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
    return new Transcript(text, language.equals(AUTO) ? "ko" : language, true);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void close() {}
}
