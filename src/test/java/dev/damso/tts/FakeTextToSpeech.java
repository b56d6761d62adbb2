package dev.damso.tts;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Says everything in one tone of {@code millis}; throws where the text has {@code broken}. */
public record FakeTextToSpeech(int millis, String broken) implements TextToSpeech {
  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    if (!broken.isEmpty() && utterance.text().contains(broken)) {
      throw new IllegalStateException("no voice for " + broken);
    }
    short[] pcm = new short[millis * SpeechChunk.SAMPLE_RATE / 1000];
    Arrays.fill(pcm, (short) 8_000);
    onChunk.accept(
        new SpeechChunk(utterance.reply(), pcm, utterance.text(), utterance.language(), List.of()));
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void close() {}
}
