package dev.damso.llm.local;

import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Message;
import dev.damso.llm.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Chat Markup Language, the prompt format that Qwen models are trained on. */
final class ChatMl {
  /** What ends an answer. */
  static final String[] STOP = {"<|im_end|>", "<|im_start|>", "<|endoftext|>"};

  private ChatMl() {}

  /** All messages, then the opening of the assistant's and what of it is said already. */
  static String prompt(List<Message> messages, String begun) {
    return turns(messages) + "<|im_start|>assistant\n" + (begun.isEmpty() ? "" : safe(begun) + " ");
  }

  /** What every prompt begins with whose last message goes on from this one's. */
  static String prefix(List<Message> messages) {
    return turns(messages.subList(0, messages.size() - 1))
        + "<|im_start|>user\n"
        + safe(messages.getLast().text());
  }

  /**
   * Leaves out the oldest turns, never a system message or the last one, until the prompt fits.
   *
   * @param tokens counts a text's tokens
   * @throws LanguageModelException where even the last message is too long
   */
  static String fit(Prompt prompt, int maxTokens, ToIntFunction<String> tokens) {
    List<Message> kept = new ArrayList<>(prompt.messages());
    while (tokens.applyAsInt(prompt(kept, prompt.begun())) > maxTokens) {
      int oldest = 0;
      while (oldest < kept.size() && kept.get(oldest).role() == Message.Role.SYSTEM) {
        oldest++;
      }
      if (oldest >= kept.size() - 1) {
        throw new LanguageModelException("the prompt is longer than the model's context");
      }
      kept.remove(oldest);
    }
    return prompt(kept, prompt.begun());
  }

  private static String turns(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      text.append("<|im_start|>")
          .append(message.role().name().toLowerCase(Locale.ROOT))
          .append('\n')
          .append(safe(message.text()))
          .append("<|im_end|>\n");
    }
    return text.toString();
  }

  /** Nobody opens or ends a message from within one. */
  private static String safe(String text) {
    return text.replace("<|", "< |");
  }
}
