package dev.damso.conversation;

/** Takes what is to be spoken, in order, from one thread at a time. */
@FunctionalInterface
interface ClauseSink {
  void add(Clause clause);

  /** Blocks while the voice needs the processor more than who writes the next clause. */
  default void giveWay() {}
}
