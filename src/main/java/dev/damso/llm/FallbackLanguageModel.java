package dev.damso.llm;

import dev.damso.media.Cancellation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks the next model where one fails, or says nothing, before its first text. Closes them all.
 * Thread safe.
 */
public final class FallbackLanguageModel implements LanguageModel {
  private static final Logger LOG = System.getLogger(FallbackLanguageModel.class.getName());

  private final List<LanguageModel> models;
  private final Runnable afterwards;

  /** Who answered last. */
  private volatile LanguageModel latest;

  /**
   * @param models preferred first; at least one
   */
  public FallbackLanguageModel(List<LanguageModel> models) {
    this(models, () -> {});
  }

  /**
   * @param afterwards runs once they are closed
   */
  public FallbackLanguageModel(List<LanguageModel> models, Runnable afterwards) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("no language model");
    }
    this.models = List.copyOf(models);
    this.afterwards = afterwards;
    this.latest = this.models.getFirst();
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    AtomicBoolean spoken = new AtomicBoolean();
    Consumer<String> watched =
        text -> {
          spoken.set(true);
          onText.accept(text);
        };
    for (LanguageModel model : models.subList(0, models.size() - 1)) {
      try {
        return answer(model, prompt, watched, cancellation);
      } catch (LanguageModelException e) {
        if (spoken.get() || cancellation.isCancelled()) {
          throw e;
        }
        LOG.log(Level.WARNING, "{0}; asking the next model", e.getMessage());
      }
    }
    return answer(models.getLast(), prompt, watched, cancellation);
  }

  private Completion answer(
      LanguageModel model, Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    Completion completion = model.generate(prompt, onText, cancellation);
    if (completion.text().isBlank()
        && completion.calls().isEmpty()
        && !cancellation.isCancelled()) {
      throw new LanguageModelException(model.name() + " answered nothing");
    }
    latest = model;
    return completion;
  }

  /** The preferred model, and the one that stood in for it last: it may have to again. */
  @Override
  public void warmUp(Prompt prompt, Cancellation cancellation) {
    LanguageModel preferred = models.getFirst();
    preferred.warmUp(prompt, cancellation);
    LanguageModel substitute = latest;
    if (!substitute.equals(preferred)) {
      substitute.warmUp(prompt, cancellation);
    }
  }

  /** The preferred model: it is asked first. */
  @Override
  public void prefill(Supplier<Prompt> prompt, Cancellation cancellation) {
    models.getFirst().prefill(prompt, cancellation);
  }

  @Override
  public String name() {
    return models.stream().map(LanguageModel::name).collect(Collectors.joining(", then "));
  }

  @Override
  public void close() {
    models.forEach(LanguageModel::close);
    afterwards.run();
  }
}
