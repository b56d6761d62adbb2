package dev.damso.llm;

import dev.damso.media.Cancellation;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model that is loaded when it is first asked: one that stands by needs no memory until then. */
public final class LazyLanguageModel implements LanguageModel {
  private final String name;
  private final Supplier<LanguageModel> loader;
  private @Nullable LanguageModel model;
  private boolean closed;

  public LazyLanguageModel(String name, Supplier<LanguageModel> loader) {
    this.name = name;
    this.loader = loader;
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    return loaded().generate(prompt, onText, cancellation);
  }

  /** Does nothing until it is loaded. */
  @Override
  public void warmUp(Prompt prompt, Cancellation cancellation) {
    LanguageModel known = ifLoaded();
    if (known != null) {
      known.warmUp(prompt, cancellation);
    }
  }

  /** Does nothing until it is loaded. */
  @Override
  public void prefill(Supplier<Prompt> prompt, Cancellation cancellation) {
    LanguageModel known = ifLoaded();
    if (known != null) {
      known.prefill(prompt, cancellation);
    }
  }

  private synchronized @Nullable LanguageModel ifLoaded() {
    return model;
  }

  private synchronized LanguageModel loaded() {
    if (closed) {
      throw new LanguageModelException(name + " is closed");
    }
    LanguageModel known = model;
    if (known == null) {
      known = load();
      model = known;
    }
    return known;
  }

  private LanguageModel load() {
    try {
      return loader.get();
    } catch (RuntimeException e) {
      throw new LanguageModelException(name + " does not load: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
