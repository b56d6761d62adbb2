package dev.damso.bench;

import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.TextToSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A voice that clicks instead of speaking: every {@value #PERIOD_MS} ms, first after half of that,
 * silence between. Chunks are a number of periods long, 65 ms a character or more.
 */
final class ClickingVoice implements TextToSpeech {
  static final int PERIOD_MS = 500;
  private static final int CHARACTER_MS = 65;
  private static final int CLICK_SAMPLES = SpeechChunk.SAMPLE_RATE / 1000 * 3;
  private static final int PHONEME_MS = 100;
  private static final List<String> PHONEMES = List.of("a", "n", "o", "s", "i", "m");

  @Override
  public void speak(
      dev.damso.tts.Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    String text = utterance.text();
    int ms = Math.ceilDiv(text.length() * CHARACTER_MS, PERIOD_MS) * PERIOD_MS;
    onChunk.accept(
        new SpeechChunk(utterance.reply(), clicks(ms), text, utterance.language(), phonemes(ms)));
  }

  private static short[] clicks(int ms) {
    int samplesAMs = SpeechChunk.SAMPLE_RATE / 1000;
    short[] pcm = new short[ms * samplesAMs];
    for (int at = PERIOD_MS / 2; at < ms; at += PERIOD_MS) {
      for (int i = 0; i < CLICK_SAMPLES; i++) {
        pcm[at * samplesAMs + i] = (short) (i / 8 % 2 == 0 ? 20_000 : -20_000); // 3 kHz
      }
    }
    return pcm;
  }

  private static List<Phoneme> phonemes(int ms) {
    List<Phoneme> phonemes = new ArrayList<>();
    for (int at = 0; at < ms; at += PHONEME_MS) {
      String symbol = PHONEMES.get(at / PHONEME_MS % PHONEMES.size());
      phonemes.add(new Phoneme(symbol, at, at + PHONEME_MS));
    }
    return phonemes;
  }

  @Override
  public String name() {
    return "clicks";
  }

  @Override
  public void close() {}
}
