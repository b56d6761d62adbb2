package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.media.ReplyId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Begins the replies of a conversation. One of them may be a draft: the answer to what was said
 * until a pause that lasts, which nobody hears of before the turn has ended. Each reply waits for
 * the one before it, so that only one computes. Conversation thread only.
 */
final class Drafts {
  private final String threads;
  private final ReplyPipeline pipeline;
  private final ChatHistory history;
  private ReplyId last = ReplyId.NONE;

  /** The reply that was begun last, whatever became of it. */
  private @Nullable Reply newest;

  private @Nullable Reply draft;

  /**
   * @param threads what the names of the replies' threads begin with
   * @param history read whenever a reply begins
   */
  Drafts(String threads, ReplyPipeline pipeline, ChatHistory history) {
    this.threads = threads;
    this.pipeline = pipeline;
    this.history = history;
  }

  /** Begins a reply that is no draft: the caller has it. */
  Reply begin(Question question) {
    last = last.next();
    Reply reply = new Reply(threads, last, question, history.copy(), pipeline, newest);
    newest = reply;
    return reply;
  }

  /** Begins a draft, unless there is one. */
  void draft(Question question) {
    if (draft == null) {
      draft = begin(question);
    }
  }

  /** Hands over the draft if it answers {@code words}; else voids it. */
  Optional<Reply> take(String words) {
    Reply reply = draft;
    if (reply == null || !reply.answers(words)) {
      drop();
      return Optional.empty();
    }
    draft = null;
    return Optional.of(reply);
  }

  /** Voids the draft, if there is one. */
  void drop() {
    if (draft != null) {
      draft.cancel();
      draft = null;
    }
  }

  /** Gives up what is under way. */
  void close() {
    drop();
    if (newest != null) {
      newest.cancel();
    }
  }
}
