package dev.damso.audio;

import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts a microphone's packets in order. Polled every 20 ms: the first packet is given when {@value
 * #DEPTH} are there; from then on one a poll, or nothing where the next is missing. A packet that
 * comes after its turn, or twice, is dropped. What waits longer than it needs to goes: when more
 * than {@value #MOST} wait the oldest are dropped at once; when for {@value #WATCHED} polls there
 * were always {@value #DEPTH} left, one is, for a burst that is over, or a sender whose clock is
 * ahead, must not delay all that follows. Where for {@value #CALM} such times a packet was left at
 * each poll, it goes too: then each packet is taken in the 20 ms in which it came. Should that
 * prove too little, the delay grows by itself, and the next try waits twice as long. One owner
 * thread; no clock inside.
 */
public final class JitterBuffer {
  /** Packets held back: 40 ms. */
  static final int DEPTH = 2;

  /** Packets that may wait: 200 ms. */
  static final int MOST = 10;

  /** Polls over which the least that waits is found: 500 ms. */
  static final int WATCHED = 25;

  /** Times {@link #WATCHED} without need of the last packet after which it goes: 3 s. */
  static final int CALM = 6;

  /** The same at most, after tries that failed: a minute. */
  private static final int MOST_CALM = 120;

  /** Empty polls after which the stream is taken as stopped, to start anew: 200 ms. */
  private static final int GIVE_UP = 10;

  private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
  private long next = -1;
  private long highest = -1;
  private int missed;
  private int polls;
  private int least = Integer.MAX_VALUE;
  private int calm;
  private int calmNeeded = CALM;

  /** Whether nothing is held back. */
  private boolean tight;

  private int dropped;

  /**
   * @param sequence RTP sequence number, 16 bits
   */
  public void push(int sequence, byte[] payload) {
    long extended = extend(sequence & 0xFFFF);
    if (next >= 0 && extended < next || waiting.putIfAbsent(extended, payload) != null) {
      dropped++;
      return;
    }
    highest = Math.max(highest, extended);
    while (waiting.size() > MOST) {
      waiting.pollFirstEntry();
      next = waiting.firstKey();
      dropped++;
    }
  }

  /** The next packet, or empty where it is not there. */
  public Optional<byte[]> poll() {
    if (next < 0) {
      if (waiting.size() < DEPTH) {
        return Optional.empty();
      }
      next = waiting.firstKey();
    }
    byte[] payload = waiting.remove(next);
    if (payload == null && waiting.isEmpty()) {
      // Nothing at all: late packets keep their turn until the stream counts as stopped.
      if (tight) {
        tight = false;
        calmNeeded = Math.min(MOST_CALM, 2 * calmNeeded);
      }
      calm = 0;
      if (++missed >= GIVE_UP) {
        next = -1;
        missed = 0;
      }
      return Optional.empty();
    }
    missed = 0;
    next++;
    shrink();
    return Optional.ofNullable(payload);
  }

  private void shrink() {
    least = Math.min(least, waiting.size());
    if (++polls < WATCHED) {
      return;
    }
    calm = least == 0 ? 0 : calm + 1;
    if (least >= DEPTH) {
      skip();
    } else if (calm >= calmNeeded) {
      skip();
      tight = true;
      calm = 0;
    }
    polls = 0;
    least = Integer.MAX_VALUE;
  }

  private void skip() {
    next = waiting.pollFirstEntry().getKey() + 1;
    dropped++;
  }

  /** Packets that came twice, late, or in too great a number. */
  public int dropped() {
    return dropped;
  }

  /** The 16-bit number nearest to the highest so far (RFC 3550, appendix A.1). */
  private long extend(int sequence) {
    if (highest < 0) {
      return sequence + 0x10000L;
    }
    int delta = (short) (sequence - (int) (highest & 0xFFFF));
    return highest + delta;
  }
}
