package dev.damso.tts;

import dev.damso.audio.Pcm;
import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a voice makes of a text, as one piece.
 *
 * @param pcm 48 kHz, mono
 * @param phonemes milliseconds from the first sample
 */
public record WholeSpeech(short[] pcm, List<Phoneme> phonemes) {
  /** What {@code voice} says, its chunks one behind the other. */
  public static WholeSpeech of(TextToSpeech voice, String text, String language) {
    List<SpeechChunk> chunks = new ArrayList<>();
    voice.speak(new Utterance(ReplyId.NONE, text, language, 1), chunks::add, Cancellation.none());
    return of(chunks);
  }

  /** One behind the other. */
  public static WholeSpeech of(List<SpeechChunk> chunks) {
    short[] pcm = new short[chunks.stream().mapToInt(chunk -> chunk.pcm().length).sum()];
    List<Phoneme> phonemes = new ArrayList<>();
    int at = 0;
    for (SpeechChunk chunk : chunks) {
      double offset = at * 1000.0 / SpeechChunk.SAMPLE_RATE;
      for (Phoneme p : chunk.phonemes()) {
        phonemes.add(new Phoneme(p.symbol(), p.startMs() + offset, p.endMs() + offset));
      }
      System.arraycopy(chunk.pcm(), 0, pcm, at, chunk.pcm().length);
      at += chunk.pcm().length;
    }
    return new WholeSpeech(pcm, phonemes);
  }

  /** In [-1, 1]. */
  public float[] samples() {
    return Pcm.floats(pcm);
  }
}
