package dev.damso.llm;

import dev.damso.llm.Message.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A conversation as it was heard: a summary of its beginning, then its messages. Bounded for ever.
 * One owner thread.
 */
public final class ChatHistory {
  /** Messages from which the oldest are summarised. */
  static final int MANY = 10;

  /** How many of the oldest are summarised, and the answer to the last of them. */
  static final int OLDEST = 5;

  /** Messages kept where summaries fail. */
  static final int MOST = 40;

  /** Longest summary, characters. */
  static final int LONGEST_SUMMARY = 600;

  /** Longest message that is remembered whole, characters. */
  static final int LONGEST_MESSAGE = 500;

  /** Messages in a prompt together, characters. */
  static final int LONGEST_PROMPT = 2_000;

  private final Deque<Message> messages = new ArrayDeque<>();
  private String summary = "";

  /**
   * What is to be summarised.
   *
   * @param summary what is summarised already, or empty
   * @param oldest the messages that follow it
   */
  public record Excess(String summary, List<Message> oldest) {}

  /** What the user said. */
  public void addUser(String text) {
    add(new Message(Role.USER, shortened(text, LONGEST_MESSAGE)));
  }

  /**
   * What the user heard of a reply; an interrupted one ends where it was cut off, and nothing heard
   * is not kept. One that only says the question again is forgotten with it: a small model that
   * sees one such reply gives no others.
   */
  public void addAssistant(String heardText) {
    if (heardText.isBlank() || messages.isEmpty()) {
      return;
    }
    if (Greetings.key(heardText).equals(Greetings.key(messages.getLast().text()))) {
      messages.removeLast();
    } else {
      add(new Message(Role.ASSISTANT, shortened(heardText, LONGEST_MESSAGE)));
    }
  }

  private void add(Message message) {
    messages.addLast(message);
    while (messages.size() > MOST) {
      messages.removeFirst();
    }
    startWithUser(messages);
  }

  private static void startWithUser(Deque<Message> messages) {
    while (!messages.isEmpty() && messages.getFirst().role() == Role.ASSISTANT) {
      messages.removeFirst();
    }
  }

  /** What there is too much of; empty for a short conversation. */
  public Optional<Excess> excess() {
    if (messages.size() <= MANY) {
      return Optional.empty();
    }
    List<Message> all = messages();
    int end = OLDEST;
    while (all.get(end).role() == Role.ASSISTANT) {
      end++;
    }
    return Optional.of(new Excess(summary, all.subList(0, end)));
  }

  /** Puts {@code text} in the place of {@code done}, if that is still the beginning. */
  public void compress(Excess done, String text) {
    int n = done.oldest().size();
    if (text.isBlank()
        || !summary.equals(done.summary())
        || messages.size() < n
        || !messages().subList(0, n).equals(done.oldest())) {
      return;
    }
    summary = shortened(text.strip(), LONGEST_SUMMARY);
    for (int i = 0; i < n; i++) {
      messages.removeFirst();
    }
    startWithUser(messages);
  }

  /** The same history, for another thread to read. */
  public ChatHistory copy() {
    ChatHistory copy = new ChatHistory();
    copy.messages.addAll(messages);
    copy.summary = summary;
    return copy;
  }

  /** What is not summarised, oldest first. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** The conversation before {@link #messages}, or empty. */
  public String summary() {
    return summary;
  }

  /**
   * The beginning of every prompt, then this history, then what the user says now (which {@link
   * #addUser} keeps, not this). Prompts grow at their end only, between one summary and the next,
   * so that a model which remembers the last one has little to read.
   *
   * @param reference what the question needs of a large knowledge, or empty
   */
  public List<Message> prompt(SystemPrompt system, String reference, String userText) {
    List<Message> all = new ArrayList<>(system.messages());
    if (!summary.isEmpty()) {
      all.add(new Message(Role.SYSTEM, system.summaryTitle() + summary));
    }
    all.addAll(recent());
    if (!reference.isEmpty()) {
      all.add(new Message(Role.SYSTEM, system.referenceTitle() + reference));
    }
    all.add(new Message(Role.USER, userText));
    return List.copyOf(all);
  }

  /** The newest messages that have room in a prompt. */
  private List<Message> recent() {
    Deque<Message> kept = new ArrayDeque<>();
    int characters = 0;
    for (var older = messages.descendingIterator(); older.hasNext(); ) {
      Message message = older.next();
      characters += message.text().length();
      if (characters > LONGEST_PROMPT) {
        break;
      }
      kept.addFirst(message);
    }
    startWithUser(kept);
    return List.copyOf(kept);
  }

  /** Cut behind a sentence, or at a space, or within a word where there is neither. */
  static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int cut = longest;
    for (int i = longest; i > longest / 2; i--) {
      char before = text.charAt(i - 1);
      if (before == '.' || before == '!' || before == '?' || before == '。') {
        cut = i;
        break;
      }
      if (cut == longest && Character.isWhitespace(before)) {
        cut = i - 1;
      }
    }
    if (Character.isHighSurrogate(text.charAt(cut - 1))) {
      cut--;
    }
    return text.substring(0, cut).strip();
  }
}
