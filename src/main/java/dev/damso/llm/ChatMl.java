package dev.damso.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Chat Markup Language, the prompt format that Qwen models are trained on. */
final class ChatMl {
  /** What ends an answer. */
  static final String[] STOP = {"<|im_end|>", "<|im_start|>", "<|endoftext|>"};

  private ChatMl() {}

  /** All messages, then the opening of the assistant's. */
  static String prompt(List<Message> messages) {
    return turns(messages) + "<|im_start|>assistant\n";
  }

  /** What every prompt with these messages but another last one begins with. */
  static String prefix(List<Message> messages) {
    return turns(messages.subList(0, messages.size() - 1)) + "<|im_start|>user\n";
  }

  /**
   * Leaves out the oldest turns, never a system message or the last one, until the prompt fits.
   *
   * @param tokens counts a text's tokens
   * @throws LanguageModelException where even the last message is too long
   */
  static String fit(List<Message> messages, int maxTokens, ToIntFunction<String> tokens) {
    List<Message> kept = new ArrayList<>(messages);
    while (tokens.applyAsInt(prompt(kept)) > maxTokens) {
      int oldest = 0;
      while (oldest < kept.size() && kept.get(oldest).role() == Message.Role.SYSTEM) {
        oldest++;
      }
      if (oldest >= kept.size() - 1) {
        throw new LanguageModelException("the prompt is longer than the model's context");
      }
      kept.remove(oldest);
    }
    return prompt(kept);
  }

  private static String turns(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      text.append("<|im_start|>")
          .append(message.role().name().toLowerCase(Locale.ROOT))
          .append('\n')
          .append(message.text().replace("<|", "< |"))
          .append("<|im_end|>\n");
    }
    return text.toString();
  }
}
