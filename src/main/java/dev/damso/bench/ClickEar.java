package dev.damso.bench;

import dev.damso.audio.OpusDecoder;
import java.util.OptionalInt;

/**
 * Finds the clicks of the {@link ClickingVoice} in what is received. One thread gives packets, any
 * may close it.
 */
final class ClickEar implements AutoCloseable {
  private static final int LOUD = 6_000;

  /** A click is one where so many samples before it were quiet. */
  private static final int QUIET = 100 * 48;

  private final OpusDecoder decoder = new OpusDecoder();
  private int quiet;
  private boolean closed;

  /** The sample of this packet at which a click begins, or empty. */
  synchronized OptionalInt hear(byte[] opus) {
    if (closed) {
      return OptionalInt.empty(); // the last packets of a call that is being closed
    }
    short[] pcm = decoder.decode(opus);
    OptionalInt click = OptionalInt.empty();
    for (int i = 0; i < pcm.length; i++) {
      if (Math.abs(pcm[i]) <= LOUD) {
        quiet++;
        continue;
      }
      if (quiet >= QUIET) {
        click = OptionalInt.of(i);
      }
      quiet = 0;
    }
    return click;
  }

  @Override
  public synchronized void close() {
    closed = true;
    decoder.close();
  }
}
