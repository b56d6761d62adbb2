package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.media.Cancellation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;

/**
 * What the language model does while nobody waits for it: reads how every prompt begins, between
 * replies reads ahead and summarises, and reads what a person says while it is said. Nothing
 * depends on it, so failures are logged only. Conversation thread only; the work has threads of its
 * own.
 */
final class IdleWork {
  private static final Logger LOG = System.getLogger(IdleWork.class.getName());

  private final String threads;
  private final ReplyPipeline pipeline;
  private final Executor owner;
  private Cancellation resting = Cancellation.none();
  private Cancellation prefilling = Cancellation.none();
  private String said = "";

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

  /**
   * Reads what the person has said so far, until {@link #stop}; a summary is not given up for it.
   *
   * @param stable what of the transcript will not change any more
   */
  void prefill(ChatHistory history, String stable) {
    if (stable.isBlank() || stable.equals(said)) {
      return;
    }
    said = stable;
    prefilling.cancel();
    Cancellation cancellation = new Cancellation();
    prefilling = cancellation;
    ChatHistory copy = history.copy();
    start("prefill", () -> pipeline.prefill(stable, copy, cancellation));
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
    prefilling.cancel();
    said = "";
  }
}
