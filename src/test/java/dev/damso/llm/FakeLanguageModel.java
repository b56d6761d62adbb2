package dev.damso.llm;

import dev.damso.media.Cancellation;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers from a script, one piece at a time; a script that throws is a provider that fails. */
public final class FakeLanguageModel implements LanguageModel {
  private final Function<Prompt, Stream<String>> script;
  private final List<Prompt> prompts = new CopyOnWriteArrayList<>();
  private final List<Prompt> warmedUp = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Prompt> prefilled = new LinkedBlockingQueue<>();

  public FakeLanguageModel(Function<Prompt, Stream<String>> script) {
    this.script = script;
  }

  /** What it was asked, in order. */
  public List<Prompt> prompts() {
    return prompts;
  }

  /** What it was to get ready for, in order. */
  public List<Prompt> warmedUp() {
    return warmedUp;
  }

  /** What it was to read ahead. */
  public BlockingQueue<Prompt> prefilled() {
    return prefilled;
  }

  @Override
  public void warmUp(Prompt prompt, Cancellation cancellation) {
    warmedUp.add(prompt);
  }

  @Override
  public void prefill(Supplier<Prompt> prompt, Cancellation cancellation) {
    prefilled.add(prompt.get());
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    prompts.add(prompt);
    StringBuilder said = new StringBuilder();
    Iterator<String> pieces = script.apply(prompt).iterator();
    while (!cancellation.isCancelled() && pieces.hasNext()) {
      String piece = pieces.next();
      said.append(piece);
      onText.accept(piece);
    }
    return new Completion(said.toString(), 0, -1, -1);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void close() {}
}
