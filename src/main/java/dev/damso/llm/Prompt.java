package dev.damso.llm;

import java.util.List;

/**
 * A request to a language model.
 *
 * @param messages the system message, then turns in order; the last is the user's
 * @param begun what of the answer is already said, so that it is not said again; or empty
 * @param tools what the model may call
 * @param rounds calls that the model has made for this answer, oldest first
 * @param background nobody waits for the answer: a model that is wanted elsewhere gives it up
 * @param maxTokens longest answer
 * @param temperature 0 for the likeliest answer
 * @param topK choose among so many likeliest tokens
 */
public record Prompt(
    List<Message> messages,
    String begun,
    List<ToolSpec> tools,
    List<ToolRound> rounds,
    boolean background,
    int maxTokens,
    double temperature,
    int topK) {
  public Prompt {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    rounds = List.copyOf(rounds);
  }

  /** A prompt without tools. */
  public Prompt(List<Message> messages, int maxTokens, double temperature, int topK) {
    this(messages, "", List.of(), List.of(), false, maxTokens, temperature, topK);
  }

  /** The same, going on from {@code said}. */
  public Prompt begunWith(String said) {
    return new Prompt(messages, said, tools, rounds, background, maxTokens, temperature, topK);
  }

  /** The same, with nobody waiting. */
  public Prompt inBackground() {
    return new Prompt(messages, begun, tools, rounds, true, maxTokens, temperature, topK);
  }

  /** The same, with tools. */
  public Prompt withTools(List<ToolSpec> offered, List<ToolRound> called) {
    return new Prompt(messages, begun, offered, called, background, maxTokens, temperature, topK);
  }
}
