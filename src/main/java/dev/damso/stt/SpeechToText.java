package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.function.Consumer;

/** Understands speech. Thread safe: calls from several conversations wait for each other. */
public interface SpeechToText extends AutoCloseable {
  /** Samples a second that {@link #transcribe} expects. */
  int SAMPLE_RATE = 16_000;

  /** Detect the language from the sound. */
  String AUTO = "auto";

  /**
   * @param samples mono, in [-1, 1], of any length; past 28 s they are understood in pieces
   * @param language BCP 47, or {@link #AUTO}
   * @param cancellation polled between decoding steps; a cancelled call returns what it has
   */
  Transcript transcribe(float[] samples, String language, Cancellation cancellation);

  /**
   * Begins to listen to one utterance.
   *
   * @param language BCP 47, or {@link #AUTO}
   * @param partials takes what is understood so far, while the person speaks; called on a
   *     recogniser's thread, never after the stream was closed; it must not wait for the stream's
   *     owner, who may be waiting in {@code close}
   * @throws dev.damso.media.UserFacingException where the model does not know the language
   */
  SpeechStream open(String language, Consumer<PartialTranscript> partials);

  /** Model and runtime, for people: {@code whisper-base int8 (onnx)}. */
  String name();

  @Override
  void close();
}
