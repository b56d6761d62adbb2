package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.media.Cancellation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;

/**
 * What the language model does while nobody waits for it: reads how every prompt begins, and
 * between replies reads ahead and summarises. Nothing depends on it, so failures are logged only.
 * Conversation thread only; the work has threads of its own.
 */
final class IdleWork {
  private static final Logger LOG = System.getLogger(IdleWork.class.getName());

  private final String threads;
  private final ReplyPipeline pipeline;
  private final Executor owner;
  private Cancellation resting = Cancellation.none();

  /**
   * @param threads what the names of its threads end with
   * @param owner runs what it is given on the conversation's thread
   */
  IdleWork(String threads, ReplyPipeline pipeline, Executor owner) {
    this.threads = threads;
    this.pipeline = pipeline;
    this.owner = owner;
  }

  /** Reads the beginning of the prompt while the person still thinks of what to say. Any thread. */
  void prepare() {
    start("prepare", pipeline::prepare);
  }

  /** Reads ahead and summarises {@code history} until {@link #stop}. */
  void rest(ChatHistory history) {
    Cancellation cancellation = new Cancellation();
    resting = cancellation;
    ChatHistory copy = history.copy();
    start(
        "rest",
        () ->
            pipeline
                .rest(copy, cancellation)
                .ifPresent(change -> owner.execute(() -> change.accept(history))));
  }

  private void start(String what, Runnable work) {
    Thread.ofPlatform()
        .name(what + "-" + threads)
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the language model did not get ready", e);
          }
        });
  }

  /** A reply begins: it has the language model to itself. */
  void stop() {
    resting.cancel();
  }
}
