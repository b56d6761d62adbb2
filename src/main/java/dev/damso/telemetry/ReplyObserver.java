package dev.damso.telemetry;

/** Told of each reply that is over. Called on a conversation's thread; must be quick. */
@FunctionalInterface
public interface ReplyObserver {
  /**
   * @param timeline no mark is added any more
   */
  void replied(ReplyTimeline timeline);
}
