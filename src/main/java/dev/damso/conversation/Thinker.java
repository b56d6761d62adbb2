package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.Completion;
import dev.damso.llm.Greetings;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Prompt;
import dev.damso.llm.SystemPrompt;
import dev.damso.media.Cancellation;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.tts.text.ClauseSplitter;
import dev.damso.tts.text.SpeechFilter;
import java.util.Optional;
import java.util.function.Consumer;

/** What the avatar answers, in clauses to be spoken as they are written. Thread safe. */
final class Thinker {
  private final LanguageModel model;
  private final ReplySettings settings;
  private final Greetings greetings = new Greetings(Greetings.DEFAULT_ANSWERS);

  Thinker(LanguageModel model, ReplySettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /** Lets the language model read what every prompt begins with. Blocks. */
  void prepare() {
    model.warmUp(
        new ChatHistory(0)
            .prompt(SystemPrompt.of(settings.persona(), settings.language()), "", 1, 0, 1));
  }

  /**
   * Blocks until the answer is written, has failed (then an apology is spoken), or is cancelled.
   *
   * @param clauses takes what is to be spoken, in order, on this thread or the model's
   * @return the answer as written
   */
  String answer(
      String text,
      String language,
      ChatHistory history,
      Consumer<String> clauses,
      ReplyTimeline timeline,
      ReplyListener listener,
      Cancellation cancellation) {
    timeline.mark(Mark.LLM_START);
    Optional<Greetings.Opening> known = greetings.opening(text).filter(Greetings.Opening::complete);
    if (known.isPresent()) {
      timeline.mark(Mark.FIRST_TOKEN);
      ReplyPipeline.clauses(known.get().text()).forEach(clause -> offer(clause, clauses, timeline));
      return known.get().text();
    }
    Prompt prompt =
        history.prompt(
            SystemPrompt.of(settings.persona(), language),
            text,
            settings.maxTokens(),
            settings.temperature(),
            settings.topK());
    ClauseSplitter splitter = new ClauseSplitter();
    try {
      Completion completion =
          model.generate(
              prompt,
              delta -> {
                timeline.mark(Mark.FIRST_TOKEN);
                splitter.feed(delta).forEach(clause -> offer(clause, clauses, timeline));
              },
              cancellation);
      splitter.flush().ifPresent(clause -> offer(clause, clauses, timeline));
      return completion.text();
    } catch (LanguageModelException e) {
      splitter.flush().ifPresent(clause -> offer(clause, clauses, timeline));
      listener.problem("llm_failed", e);
      offer(Apologies.noAnswer(language), clauses, timeline);
      return "";
    }
  }

  private static void offer(String clause, Consumer<String> clauses, ReplyTimeline timeline) {
    String spoken = SpeechFilter.apply(clause);
    if (!spoken.isBlank()) {
      timeline.mark(Mark.FIRST_CLAUSE);
      clauses.accept(spoken);
    }
  }
}
