package dev.damso.llm.tool;

import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Prompt;
import dev.damso.llm.ToolCall;
import dev.damso.llm.ToolCalls;
import dev.damso.llm.ToolRound;
import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model that may call tools while it answers. The avatar says that it is looking something up,
 * unless the model has said something itself. Thread safe.
 */
public final class ToolUsingLanguageModel implements LanguageModel {
  private static final int ROUNDS = 3;
  private static final int CALLS = 4;

  private final LanguageModel model;
  private final Toolbox toolbox;

  /**
   * @param model closed with this one
   */
  public ToolUsingLanguageModel(LanguageModel model, Toolbox toolbox) {
    this.model = model;
    this.toolbox = toolbox;
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    if (prompt.background()) {
      return model.generate(prompt, onText, cancellation);
    }
    Answer answer = new Answer(onText);
    List<ToolRound> rounds = new ArrayList<>();
    for (int round = 0; ; round++) {
      Completion part =
          model.generate(prompt.withTools(toolbox.specs(), rounds), answer::add, cancellation);
      if (part.calls().isEmpty() || cancellation.isCancelled()) {
        return answer.completed(part);
      }
      if (round == ROUNDS) {
        throw new LanguageModelException(model.name() + " calls tools without end");
      }
      ToolCalls calls = part.calls();
      if (answer.isEmpty()) {
        answer.add(announcement(calls.calls().getFirst(), prompt) + " ");
      }
      rounds.add(new ToolRound(calls, results(calls.calls(), cancellation)));
    }
  }

  private List<String> results(List<ToolCall> calls, Cancellation cancellation) {
    List<String> results = new ArrayList<>();
    for (ToolCall call : calls) {
      results.add(
          results.size() < CALLS
              ? toolbox.call(call, cancellation)
              : "error: too many calls at once");
    }
    return results;
  }

  private String announcement(ToolCall call, Prompt prompt) {
    String own = toolbox.announcement(call);
    if (!own.isEmpty()) {
      return own;
    }
    boolean korean =
        prompt.messages().getLast().text().codePoints().anyMatch(c -> c >= '가' && c <= '힣');
    return korean ? "잠깐만요, 찾아볼게요." : "One moment, let me look that up.";
  }

  /** What all rounds said. */
  private static final class Answer {
    private final long start = System.nanoTime();
    private final Consumer<String> onText;
    private final StringBuilder said = new StringBuilder();
    private double firstMs = -1;

    Answer(Consumer<String> onText) {
      this.onText = onText;
    }

    void add(String text) {
      if (said.isEmpty()) {
        firstMs = (System.nanoTime() - start) / 1e6;
      }
      said.append(text);
      onText.accept(text);
    }

    boolean isEmpty() {
      return said.isEmpty();
    }

    Completion completed(Completion last) {
      return new Completion(said.toString(), firstMs, last.promptTokens(), last.completionTokens());
    }
  }

  @Override
  public void warmUp(Prompt prompt, Cancellation cancellation) {
    model.warmUp(prompt.withTools(toolbox.specs(), List.of()), cancellation);
  }

  @Override
  public void prefill(Supplier<Prompt> prompt, Cancellation cancellation) {
    model.prefill(() -> prompt.get().withTools(toolbox.specs(), List.of()), cancellation);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public void close() {
    model.close();
  }
}
