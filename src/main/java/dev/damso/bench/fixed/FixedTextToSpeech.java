package dev.damso.bench.fixed;

import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hums a text after {@link FixedProviders#TTS_MS}: 65 ms a character, all of a clause at once,
 * phonemes for the lips.
 */
public final class FixedTextToSpeech implements TextToSpeech {
  private static final int CHARACTER_MS = 65;
  private static final int PHONEME_MS = 80;
  private static final List<String> PHONEMES = List.of("a", "n", "o", "s", "i", "m");
  private static final int PERIOD = SpeechChunk.SAMPLE_RATE / 150;

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    long start = System.nanoTime();
    String text = utterance.text();
    if (FixedLanguageModel.waitUntil(start + FixedProviders.TTS_MS * 1_000_000L, cancellation)) {
      int ms = text.length() * CHARACTER_MS;
      onChunk.accept(
          new SpeechChunk(utterance.reply(), hum(ms), text, utterance.language(), phonemes(ms)));
    }
  }

  private static short[] hum(int ms) {
    short[] pcm = new short[SpeechChunk.SAMPLE_RATE / 1000 * ms];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (6_000 * Math.sin(2 * Math.PI * i / PERIOD + Math.PI / 4));
    }
    return pcm;
  }

  private static List<Phoneme> phonemes(int ms) {
    List<Phoneme> phonemes = new ArrayList<>();
    for (int at = 0; at < ms; at += PHONEME_MS) {
      String symbol = PHONEMES.get(at / PHONEME_MS % PHONEMES.size());
      phonemes.add(new Phoneme(symbol, at, Math.min(ms, at + PHONEME_MS)));
    }
    return phonemes;
  }

  @Override
  public String name() {
    return "fixed " + FixedProviders.TTS_MS + " ms";
  }

  @Override
  public void close() {}
}
