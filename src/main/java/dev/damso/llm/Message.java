package dev.damso.llm;

/** One message of a conversation. */
public record Message(Role role, String text) {
  /** Who said it. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }
}
