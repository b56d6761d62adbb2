package dev.damso.conversation;

/** What the avatar says when a stage fails: never silence. */
final class Apologies {
  private Apologies() {}

  static String noAnswer(String language) {
    return language.startsWith("ko")
        ? "죄송해요, 지금은 대답하기 어려워요. 잠시 후에 다시 말씀해 주세요."
        : "Sorry, I can't answer right now. Please try again in a moment.";
  }
}
