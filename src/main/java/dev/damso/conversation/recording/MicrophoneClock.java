package dev.damso.conversation.recording;

import dev.damso.media.MediaTime;

/**
 * When packets of a microphone are heard, on the playout clock: in a row by their numbers, 20 ms
 * each, from where the first one came in; anew from where one comes in that is further off, as
 * after a time without any. Numbers come from outside and can be anything. One owner thread.
 */
final class MicrophoneClock {
  private static final int HZ = 48_000;
  private static final long PACKET = 960;

  /** 200 ms. */
  private static final long FARTHEST = HZ / 5;

  private long origin;
  private int last = -1;
  private long number;

  /**
   * @param sequence RTP, 16 bits
   * @param now when it came
   */
  MediaTime time(int sequence, MediaTime now) {
    long came = now.rebase(HZ).ticks();
    boolean first = last < 0;
    number += first ? 0 : (short) (sequence - last);
    last = sequence & 0xFFFF;
    long time = origin + number * PACKET;
    if (first || Math.abs(time - came) > FARTHEST) {
      origin = came;
      number = 0;
      time = came;
    }
    return MediaTime.ofSamples(time, HZ);
  }
}
