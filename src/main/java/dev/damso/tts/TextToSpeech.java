package dev.damso.tts;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import java.util.function.Consumer;

/** Speaks. Thread safe: calls from several conversations wait for each other. */
public interface TextToSpeech extends AutoCloseable {
  /**
   * Blocks until all of the utterance is made or cancelled. Text without anything to say gives no
   * chunk.
   *
   * @param onChunk takes the speech piece by piece, in order, on the calling thread
   */
  void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation);

  /**
   * Makes the sound of what will be said often, where it can be kept. Gives way: who speaks
   * meanwhile goes first. Blocks.
   *
   * @return false where it was cancelled or gave way, and may be asked for again
   */
  default boolean prepare(Utterance utterance, Cancellation cancellation) {
    return true;
  }

  /** Engine and voice, for people: {@code kokoro hj}. */
  String name();

  @Override
  void close();
}
