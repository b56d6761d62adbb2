package dev.damso.llm;

import dev.damso.media.Cancellation;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Asks the next model where one fails before its first text. Closes them all. */
public final class FallbackLanguageModel implements LanguageModel {
  private static final System.Logger LOG = System.getLogger(FallbackLanguageModel.class.getName());

  private final List<LanguageModel> models;

  /**
   * @param models preferred first; at least one
   */
  public FallbackLanguageModel(List<LanguageModel> models) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("no language model");
    }
    this.models = List.copyOf(models);
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    boolean[] spoken = new boolean[1];
    Consumer<String> watched =
        text -> {
          spoken[0] = true;
          onText.accept(text);
        };
    for (LanguageModel model : models.subList(0, models.size() - 1)) {
      try {
        return model.generate(prompt, watched, cancellation);
      } catch (LanguageModelException e) {
        if (spoken[0]) {
          throw e;
        }
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} did not answer ({1}); asking the next model",
            model.name(),
            e.getMessage());
      }
    }
    return models.getLast().generate(prompt, watched, cancellation);
  }

  @Override
  public String name() {
    return models.stream().map(LanguageModel::name).collect(Collectors.joining(", then "));
  }

  @Override
  public void close() {
    models.forEach(LanguageModel::close);
  }
}
