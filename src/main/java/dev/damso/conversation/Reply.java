package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.Completion;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.telemetry.ReplyTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is being made, or played. It begins as a draft, which nobody hears of: what it makes
 * is held until {@link #voice}, and lost where it is cancelled before. Thread safe.
 */
final class Reply {
  /** How long a reply waits for the one before it to notice that it is cancelled. */
  private static final long PATIENCE_MS = 2_000;

  /** Takes a reply's results, and that there are no more. */
  interface Voice extends ReplyListener {
    /**
     * @param failure null where it was made, or cancelled
     */
    void made(@Nullable RuntimeException failure);
  }

  private final ReplyId id;
  private final String text;
  private final ReplyTimeline timeline = new ReplyTimeline(System::nanoTime);
  private final Cancellation cancellation = new Cancellation();
  private final List<Consumer<Voice>> held = new ArrayList<>();
  private final Thread thread;
  private @Nullable Voice voice;
  private volatile @Nullable Completion completion;

  /**
   * Starts to make it.
   *
   * @param before the reply before it in this conversation: of one conversation only one computes
   */
  Reply(
      String thread,
      ReplyId id,
      Question question,
      ChatHistory history,
      ReplyPipeline pipeline,
      @Nullable Reply before) {
    this.id = id;
    this.text =
        switch (question) {
          case Question.Typed typed -> typed.text();
          case Question.Spoken spoken -> spoken.transcript().text();
        };
    this.thread =
        Thread.ofPlatform()
            .name(thread + "-" + id.value())
            .daemon()
            .start(() -> make(question, history, pipeline, before));
  }

  private void make(
      Question question, ChatHistory history, ReplyPipeline pipeline, @Nullable Reply before) {
    try {
      if (before != null) {
        before.thread.join(PATIENCE_MS);
      }
      if (!cancellation.isCancelled()) {
        pipeline.run(id, question, history, timeline, new Held(), cancellation);
      }
      tell(to -> to.made(null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      tell(to -> to.made(cancellation.isCancelled() ? null : e));
    }
  }

  ReplyId id() {
    return id;
  }

  /** Whether it answers {@code question}, letter for letter. */
  boolean answers(String question) {
    return text.equals(question);
  }

  /** How the language model made the answer; empty where it was not asked, or has not ended. */
  Optional<Completion> completion() {
    return Optional.ofNullable(completion);
  }

  ReplyTimeline timeline() {
    return timeline;
  }

  /** Hands over what was made so far, then what is made from now on; each on its thread. */
  synchronized void voice(Voice listener) {
    voice = listener;
    held.forEach(result -> result.accept(listener));
    held.clear();
  }

  /** Nothing comes from it any more, but what its listener has. */
  void cancel() {
    cancellation.cancel();
    synchronized (this) {
      held.clear();
    }
  }

  private synchronized void tell(Consumer<Voice> result) {
    if (voice != null) {
      result.accept(voice);
    } else if (!cancellation.isCancelled()) {
      held.add(result);
    }
  }

  private final class Held implements ReplyListener {
    @Override
    public void understood(String text, String language) {
      tell(to -> to.understood(text, language));
    }

    @Override
    public void speech(SpeechChunk chunk) {
      tell(to -> to.speech(chunk));
    }

    @Override
    public void answered(Completion made) {
      completion = made;
    }

    @Override
    public void problem(String code, Throwable cause) {
      tell(to -> to.problem(code, cause));
    }
  }
}
