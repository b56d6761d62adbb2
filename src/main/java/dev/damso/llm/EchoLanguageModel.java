package dev.damso.llm;

import dev.damso.media.Cancellation;
import java.util.function.Consumer;

/** Says again what the user said, word by word. For tests and demos. */
public final class EchoLanguageModel implements LanguageModel {
  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    StringBuilder said = new StringBuilder();
    int words = 0;
    for (String word : prompt.messages().getLast().text().splitWithDelimiters("(?<=\\s)", 0)) {
      if (cancellation.isCancelled()) {
        break;
      }
      if (!word.isEmpty()) {
        said.append(word);
        words++;
        onText.accept(word);
      }
    }
    return new Completion(said.toString(), words == 0 ? -1 : 0, -1, words);
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
