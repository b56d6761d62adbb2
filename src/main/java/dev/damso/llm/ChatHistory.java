package dev.damso.llm;

import dev.damso.llm.Message.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last messages of a conversation, as they were heard. One owner thread. */
public final class ChatHistory {
  private final int maxMessages;
  private final Deque<Message> messages = new ArrayDeque<>();

  /**
   * @param maxMessages how many to keep; the oldest go first
   */
  public ChatHistory(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  /** What the user said. */
  public void addUser(String text) {
    add(new Message(Role.USER, text));
  }

  /**
   * What the user heard of a reply; an interrupted one ends where it was cut off, and nothing heard
   * is not kept.
   */
  public void addAssistant(String heardText) {
    if (!heardText.isBlank()) {
      add(new Message(Role.ASSISTANT, heardText));
    }
  }

  private void add(Message message) {
    messages.addLast(message);
    while (messages.size() > maxMessages
        || (!messages.isEmpty() && messages.getFirst().role() == Role.ASSISTANT)) {
      messages.removeFirst();
    }
  }

  /** The same messages, for another thread to read. */
  public ChatHistory copy() {
    ChatHistory copy = new ChatHistory(maxMessages);
    copy.messages.addAll(messages);
    return copy;
  }

  /** Oldest first. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /**
   * The system prompt with its examples, this history, then what the user says now (which {@link
   * #addUser} keeps, not this).
   */
  public Prompt prompt(
      SystemPrompt system, String userText, int maxTokens, double temperature, int topK) {
    List<Message> all = new ArrayList<>(system.messages());
    all.addAll(messages);
    all.add(new Message(Role.USER, userText));
    return new Prompt(List.copyOf(all), maxTokens, temperature, topK);
  }
}
