package dev.damso.conversation;

import dev.damso.face.FaceAnimator;
import dev.damso.llm.Completion;
import dev.damso.telemetry.ReplyTimeline;
import java.util.Optional;

/** What happens in a conversation, for the page. */
public sealed interface ConversationEvent {
  /** The avatar's state changed. */
  record StateChanged(FaceAnimator.State state) implements ConversationEvent {}

  /**
   * What is understood of what the person says, while they speak; both empty where it was nothing.
   *
   * @param stable will not change
   * @param tail may change
   */
  record UserPartial(String stable, String tail) implements ConversationEvent {}

  /** The person was understood, or typed. */
  record UserSaid(long reply, String text) implements ConversationEvent {}

  /** A clause of the answer will sound in {@code inMs} milliseconds. */
  record AvatarSays(long reply, String text, double inMs) implements ConversationEvent {}

  /** The avatar pauses: clauses that did not sound yet are announced again when it goes on. */
  record AvatarPaused(long reply) implements ConversationEvent {}

  /**
   * The answer is over.
   *
   * @param heardText what was said of it
   * @param timeline its times; none is added any more
   * @param completion how the language model made it; empty where it was not asked, or cut off
   */
  record ReplyFinished(
      long reply,
      String heardText,
      boolean interrupted,
      ReplyTimeline timeline,
      Optional<Completion> completion)
      implements ConversationEvent {}

  /**
   * Something went wrong, in words for the person who talks.
   *
   * @param code stable name: {@code not_understood}, {@code llm_failed}, {@code voice_failed},
   *     {@code picture_failed}, {@code internal}
   */
  record Problem(String code, String message) implements ConversationEvent {}

  /** The conversation is being recorded, or no longer. */
  record Recorded(boolean on) implements ConversationEvent {}
}
