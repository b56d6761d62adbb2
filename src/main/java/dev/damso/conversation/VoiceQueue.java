package dev.damso.conversation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Clauses on their way from the language model to the voice. A model in this process gives way
 * until the first of them sounds: person and processor both wait for that. Thread safe.
 */
final class VoiceQueue implements ClauseSink {
  /** A voice that takes longer shares the processor. */
  private static final int LONGEST_MS = 500;

  private static final Clause END = new Clause("", false, false);

  private final BlockingQueue<Clause> clauses = new LinkedBlockingQueue<>();
  private final CountDownLatch sound = new CountDownLatch(1);
  private volatile boolean begun;

  @Override
  public void add(Clause clause) {
    clauses.add(clause);
    begun = true;
  }

  /** Nothing comes any more. */
  void end() {
    clauses.add(END);
  }

  /** Blocks until there is one; {@link #isEnd} for the last. */
  Clause take() throws InterruptedException {
    return clauses.take();
  }

  static boolean isEnd(Clause clause) {
    return clause.equals(END);
  }

  /** The voice has sounded, or nobody needs to wait for it. */
  void sounds() {
    sound.countDown();
  }

  /** While there is something to say and nothing of it has sounded. */
  @Override
  public void giveWay() {
    try {
      if (begun && !sound.await(LONGEST_MS, TimeUnit.MILLISECONDS)) {
        sound.countDown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
