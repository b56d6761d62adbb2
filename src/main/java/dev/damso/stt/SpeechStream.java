package dev.damso.stt;

import java.util.concurrent.CompletableFuture;

/**
 * One utterance while it is spoken. Partial transcripts go to the consumer that {@code
 * SpeechToText.open} took; final passes of all streams run before partial ones. One owner thread
 * feeds it.
 */
public interface SpeechStream extends AutoCloseable {
  /**
   * Never blocks.
   *
   * @param samples mono, 16 kHz, in [-1, 1], any length; they follow those of the call before
   */
  void feed(float[] samples);

  /**
   * Understands all that was fed so far, for good or on speculation: more may be fed afterwards,
   * and asked for again, which supersedes an earlier pass that has not ended.
   *
   * @return completes on a recogniser's thread; cancelled where the stream is closed or the pass
   *     superseded; to be cancelled where it is not wanted any more
   */
  CompletableFuture<Transcript> finish();

  /** Gives up what is under way. */
  @Override
  void close();
}
