package dev.damso.bench;

import dev.damso.telemetry.ReplyTimeline;

/** What connects a caller to a conversation. */
interface Line extends AutoCloseable {
  /** What comes from the other end. */
  interface Receiver {
    /**
     * A packet of the answer's sound came. One thread at a time; must not block.
     *
     * @param number since the start, without gaps where none was lost
     */
    void arrived(long number, long nanoTime);

    /**
     * 20 ms of the answer's sound go to the decoder; empty where they are missing. One thread at a
     * time; must not block.
     */
    void audio(byte[] opus, long nanoTime);

    /**
     * A picture, H.264. One thread at a time; must not block.
     *
     * @param nanoTime when it goes to the decoder
     */
    void picture(byte[] accessUnit, long nanoTime);

    /** A reply is over. */
    void replied(ReplyTimeline timeline);
  }

  /** Connects; blocks until sound may flow. */
  void open(Receiver receiver) throws InterruptedException;

  /** 20 ms of the caller's sound. */
  void microphone(byte[] opus);

  /** Stops the answer. */
  void hush();

  @Override
  void close();
}
